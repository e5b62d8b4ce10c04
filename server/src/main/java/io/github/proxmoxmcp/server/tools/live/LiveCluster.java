package io.github.proxmoxmcp.server.tools.live;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.NodeResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.StorageResource;
import io.github.proxmoxmcp.client.storage.StorageApi.ContentQuery;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Nodes, storages and vmids as the cluster has them at this moment: each question asks it anew.
public record LiveCluster(Proxmox api) {

    public static LiveCluster of(Reading reading) {
        return new LiveCluster(reading.cluster().api());
    }

    public Stream<GuestResource> guests() {
        return resources(GuestResource.class);
    }

    public boolean exists(int vmid) {
        return guests().anyMatch(row -> row.vmid() == vmid);
    }

    /// Nodes that are online, those with the most free memory first.
    public List<NodeResource> onlineNodes() {
        return resources(NodeResource.class)
                .filter(node -> node.status().equals(Optional.of("online")))
                .sorted((one, other) -> Long.compare(freeMemory(other), freeMemory(one)))
                .toList();
    }

    /// The guests of a node, by vmid.
    public Stream<GuestResource> guestsOf(String node) {
        return guests().filter(row -> row.node().equals(node)).sorted(Comparator.comparingInt(GuestResource::vmid));
    }

    /// Storages as the nodes see them, those that are there to be used.
    public List<StorageResource> storages() {
        return resources(StorageResource.class)
                .filter(row -> row.status().equals(Optional.of("available")))
                .toList();
    }

    /// The node that was asked for, or the one with the most free memory, that has this storage for this content, and
    /// sees the volume that is needed there.
    public String nodeFor(Optional<String> wanted, Optional<String> storage, String content, Optional<String> volume) {
        List<StorageResource> rows = storages().stream()
                .filter(row -> holds(row, content))
                .filter(row -> storage.isEmpty() || row.storage().equals(storage.get()))
                .toList();
        return onlineNodes().stream()
                .map(NodeResource::node)
                .filter(node -> wanted.isEmpty() || node.equals(wanted.get()))
                .filter(node -> rows.stream().anyMatch(row -> row.node().equals(node)))
                .filter(node -> volume.isEmpty() || sees(node, volume.get()))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        "no_node",
                        "no online node"
                                + wanted.map(node -> " named '" + UntrustedText.line(node) + "'")
                                        .orElse("") + " has a storage"
                                + storage.map(name -> " '" + UntrustedText.line(name) + "'")
                                        .orElse("") + " that takes " + content
                                + volume.map(volid -> " and sees the volume " + UntrustedText.line(volid))
                                        .orElse("")
                                + "; list_nodes, list_storage and list_volumes show what there is"));
    }

    private boolean sees(String node, String volid) {
        String storage = volid.replaceFirst(":.*", "");
        return ifAllowed(() -> api.storage().content(node, storage, ContentQuery.ALL)).stream()
                .flatMap(List::stream)
                .anyMatch(volume -> volume.volid().equals(volid));
    }

    /// The storage that was asked for, or the one with the most space, for this content on a node.
    public String storageFor(String node, Optional<String> wanted, String content) {
        return storages().stream()
                .filter(row -> row.node().equals(node) && holds(row, content))
                .filter(row -> wanted.isEmpty() || row.storage().equals(wanted.get()))
                .max((one, other) -> Long.compare(free(one), free(other)))
                .map(StorageResource::storage)
                .orElseThrow(() -> new Refused(
                        "no_storage",
                        "node " + node + " has no storage"
                                + wanted.map(name -> " '" + UntrustedText.line(name) + "'")
                                        .orElse("") + " that takes " + content
                                + " and is available; list_storage shows what there is"));
    }

    public static long freeMemory(NodeResource node) {
        return node.maxmem().orElse(0L) - node.mem().orElse(0L);
    }

    public static long free(StorageResource storage) {
        return storage.maxdisk().orElse(0L) - storage.disk().orElse(0L);
    }

    static boolean holds(StorageResource storage, String content) {
        return storage.content()
                .filter(types -> types.names().contains(content))
                .isPresent();
    }

    /// The result of a live read; absent if the token lacks the privilege, which the caller then says.
    public static <T> Optional<T> ifAllowed(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (ProxmoxException _) {
            return Optional.empty();
        }
    }

    private <T extends ClusterResource> Stream<T> resources(Class<T> type) {
        return api.cluster().resources().stream().filter(type::isInstance).map(type::cast);
    }
}
