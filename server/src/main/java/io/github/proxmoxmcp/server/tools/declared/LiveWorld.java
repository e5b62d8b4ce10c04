package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.NodeResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.StorageResource;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.declared.DeclaredWorld;
import io.github.proxmoxmcp.server.declared.Things;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The cluster as it is at this moment: one list of everything, and the configuration of each guest that matters.
final class LiveWorld implements DeclaredWorld {

    private final Proxmox api;
    private final List<ClusterResource> rows;
    private final Map<Integer, GuestResource> guests;
    private final Map<Integer, GuestConfig> configs = new HashMap<>();
    private final Map<Integer, String> unread = new HashMap<>();
    private final Things things;

    private LiveWorld(Proxmox api, Things things) {
        this.api = api;
        this.things = things;
        this.rows = api.cluster().resources();
        this.guests = rows.stream()
                .filter(GuestResource.class::isInstance)
                .map(GuestResource.class::cast)
                .collect(Collectors.toMap(GuestResource::vmid, row -> row, (one, _) -> one));
    }

    /// @param vmids the guests whose configuration is read at once
    static LiveWorld of(Proxmox api, Things things, Collection<Integer> vmids) {
        LiveWorld world = new LiveWorld(api, things);
        world.read(vmids);
        return world;
    }

    private record Read(int vmid, Optional<GuestConfig> config, String error) {}

    private void read(Collection<Integer> vmids) {
        List<Integer> there =
                vmids.stream().filter(guests::containsKey).distinct().toList();
        for (Read read : Parallel.map(there, this::read)) {
            read.config()
                    .ifPresentOrElse(
                            config -> configs.put(read.vmid(), config), () -> unread.put(read.vmid(), read.error()));
        }
    }

    private Read read(int vmid) {
        GuestResource row = Objects.requireNonNull(guests.get(vmid));
        try {
            return new Read(
                    vmid,
                    Optional.of(api.guest(GuestType.of(row.isContainer()), row.node(), vmid)
                            .config(ConfigQuery.WANTED)),
                    "");
        } catch (ProxmoxException e) {
            return new Read(vmid, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    boolean exists(int vmid) {
        return guests.containsKey(vmid);
    }

    @Override
    public Sight guest(int vmid) {
        GuestResource row = guests.get(vmid);
        if (row == null) {
            return new Sight.Gone("there is no guest " + vmid + " that the server's token may see");
        }
        if (!configs.containsKey(vmid) && !unread.containsKey(vmid)) {
            read(List.of(vmid));
        }
        return configs.containsKey(vmid)
                ? new Sight.Seen(facts(row, configs.get(vmid)))
                : new Sight.Unseen(
                        "guest " + vmid + " could not be read: " + UntrustedText.marked(unread.getOrDefault(vmid, "")));
    }

    private static GuestFacts facts(GuestResource row, GuestConfig config) {
        return new GuestFacts(
                row.vmid(),
                row.isContainer(),
                config.get(row.isContainer() ? "hostname" : "name"),
                row.node(),
                row.status(),
                row.template().orElse(false),
                row.pool(),
                row.lock().or(() -> config.get("lock")),
                Optional.of(config.withoutDigest()),
                Optional.empty());
    }

    Optional<String> digest(int vmid) {
        return Optional.ofNullable(configs.get(vmid)).flatMap(GuestConfig::digest);
    }

    /// The lock that a plan may find: as the list shows it.
    String lock(int vmid) {
        return Optional.ofNullable(guests.get(vmid))
                .flatMap(GuestResource::lock)
                .orElse("");
    }

    /// The guests of a vmid or a name.
    List<GuestFacts> named(String text) {
        return guests.values().stream()
                .filter(row -> String.valueOf(row.vmid()).equals(text)
                        || row.name().filter(text::equals).isPresent())
                .map(row -> guest(row.vmid()))
                .filter(Sight.Seen.class::isInstance)
                .map(seen -> ((Sight.Seen) seen).guest())
                .toList();
    }

    /// The nodes, each with whether it is online.
    Map<String, Boolean> nodes() {
        return rows.stream()
                .filter(NodeResource.class::isInstance)
                .map(NodeResource.class::cast)
                .collect(Collectors.toMap(
                        NodeResource::node, row -> row.status().equals(Optional.of("online")), (one, _) -> one));
    }

    /// Names of the storages.
    Set<String> storages() {
        return storageRows().stream().map(StorageResource::storage).collect(Collectors.toSet());
    }

    /// Whether a node has a storage that takes a content.
    boolean holds(String node, String storage, String content) {
        return storageRows().stream()
                .anyMatch(row -> row.node().equals(node)
                        && row.storage().equals(storage)
                        && row.content()
                                .filter(types -> types.names().contains(content))
                                .isPresent());
    }

    private List<StorageResource> storageRows() {
        return rows.stream()
                .filter(StorageResource.class::isInstance)
                .map(StorageResource.class::cast)
                .filter(row -> row.status().equals(Optional.of("available")))
                .toList();
    }

    @Override
    public Sight thing(ManifestKind kind, String name) {
        try {
            return things.thing(kind, name);
        } catch (ProxmoxException e) {
            return new Sight.Unseen("it could not be read: " + UntrustedText.marked(String.valueOf(e.getMessage())));
        }
    }
}
