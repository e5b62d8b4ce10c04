package io.github.proxmoxmcp.server.export.manifest;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.pools.PoolsApi.PoolQuery;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.export.Exported;
import io.github.proxmoxmcp.server.export.Exporter;
import io.github.proxmoxmcp.server.export.Selection;
import io.github.proxmoxmcp.server.export.Selection.Selected;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.yaml.YamlWriter;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Manifests: what is exported, planned against the same cluster, changes nothing.
public final class ManifestExporter implements Exporter {

    private static final String KEY = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}";

    @Override
    public String name() {
        return "manifest";
    }

    @Override
    public Exported export(Reading reading, Selection selection) {
        TreeMap<String, String> files = new TreeMap<>();
        List<String> notes = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Selected one : selection.guests(reading)) {
            Guest guest = one.guest();
            String label = guest.vmid()
                    + guest.name()
                            .map(name -> " (" + UntrustedText.marked(name) + ")")
                            .orElse("");
            if (one.config().isEmpty()) {
                notes.add("guest " + label + " is left out: its configuration was not read");
                continue;
            }
            if (guest.lock().isPresent()) {
                notes.add("guest " + label + " is locked ("
                        + UntrustedText.line(guest.lock().get()) + "): what is written may be half of it");
            }
            GuestDocument.Document document = GuestDocument.of(facts(one), key(guest, taken));
            String kind = guest.kind() == GuestKind.CONTAINER ? "container" : "vm";
            files.put(kind + "-" + guest.vmid() + ".yaml", "---\n" + YamlWriter.write(document.tree()));
            document.left().forEach(text -> notes.add("guest " + label + ": " + text + "; it is left out"));
        }
        String pools = pools(reading, selection, notes);
        if (!pools.isEmpty()) {
            files.put("pools.yaml", pools);
        }
        return new Exported(files, notes);
    }

    /// Which guests are in a pool is said by the guests.
    private static String pools(Reading reading, Selection selection, List<String> notes) {
        if (!selection.isAll() && selection.pool().isEmpty()) {
            return "";
        }
        return known(reading, notes).entrySet().stream()
                .filter(pool -> selection.isAll() || selection.pool().equals(Optional.of(pool.getKey())))
                .map(pool -> "---\n" + YamlWriter.write(GuestDocument.pool(pool.getKey(), pool.getValue())))
                .collect(Collectors.joining());
    }

    /// Names and comments: from the memory, or of now from the cluster where the memory has not read them yet.
    private static SortedMap<String, Optional<String>> known(Reading reading, List<String> notes) {
        SortedMap<String, Optional<String>> pools = new TreeMap<>();
        if (InventoryQueries.whole(reading, Kind.POOL).isEmpty() && reading.moment() instanceof Moment.Now) {
            try {
                reading.cluster()
                        .api()
                        .pools()
                        .list(PoolQuery.ALL)
                        .forEach(pool -> pools.put(pool.poolid(), pool.comment()));
            } catch (ProxmoxException e) {
                notes.add("pools are left out: " + e.getMessage());
            }
            return pools;
        }
        reading.inventory().list(Pool.class).stream()
                .map(Known::thing)
                .forEach(pool -> pools.put(pool.name(), pool.comment()));
        return pools;
    }

    private static GuestFacts facts(Selected selected) {
        Guest guest = selected.guest();
        return new GuestFacts(
                guest.vmid(),
                guest.kind() == GuestKind.CONTAINER,
                guest.name(),
                guest.node(),
                guest.status(),
                guest.template(),
                guest.pool(),
                guest.lock(),
                selected.config(),
                Optional.empty());
    }

    /// The name where it is unique and one, and else what nobody else has.
    private static String key(Guest guest, Set<String> taken) {
        String usual = (guest.kind() == GuestKind.CONTAINER ? "ct-" : "vm-") + guest.vmid();
        return guest.name()
                .filter(name -> name.matches(KEY) && !name.matches("(vm|ct)-[0-9]+"))
                .filter(name -> taken.add(guest.kind() + "/" + name))
                .orElse(usual);
    }
}
