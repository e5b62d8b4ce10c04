package io.github.proxmoxmcp.server.export.manifest;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.value.GuestKind;
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
import java.util.TreeMap;

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
                        + UntrustedText.marked(guest.lock().get()) + "): what is written may be half of it");
            }
            GuestDocument.Document document = GuestDocument.of(facts(one), key(guest, taken));
            String kind = guest.kind() == GuestKind.CONTAINER ? "container" : "vm";
            files.put(kind + "-" + guest.vmid() + ".yaml", "---\n" + YamlWriter.write(document.tree()));
            document.left().forEach(text -> notes.add("guest " + label + ": " + text + "; it is left out"));
        }
        new ThingsExport(reading, notes).export(selection, files);
        return new Exported(files, notes);
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
