package io.github.proxmoxmcp.server.sync.source;

import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.NodeResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.StorageResource;
import io.github.proxmoxmcp.client.cluster.StatusEntry.NodeEntry;
import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.client.nodes.NodesApi.NodeStatus;
import io.github.proxmoxmcp.client.storage.ContentTypes;
import io.github.proxmoxmcp.client.tasks.TaskEntry;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestSnapshot;
import io.github.proxmoxmcp.persistence.Node;
import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.NodeGauges;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageGauges;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What Proxmox's answers say, in the words of the memory: facts on one side, gauges on the other.
public final class ObservedFacts {

    private ObservedFacts() {}

    public static Guest guest(GuestResource row) {
        return new Guest(
                row.vmid(),
                row.isContainer() ? GuestKind.CONTAINER : GuestKind.VM,
                row.name().filter(name -> !name.isBlank()),
                row.node(),
                row.status(),
                row.template().orElse(false),
                row.tags().map(Tags::names).orElse(List.of()),
                row.pool(),
                row.lock(),
                row.maxcpu(),
                size(row.maxmem()),
                row.hastate());
    }

    /// A guest whose node does not answer: nobody knows how it is.
    static Guest lost(Guest row) {
        return LateFacts.of(row).withStatus(LateFacts.UNKNOWN).in(row);
    }

    public static GuestGauges gauges(GuestResource row) {
        return new GuestGauges(
                row.vmid(),
                row.cpu(),
                row.mem(),
                // Of a VM Proxmox does not know how much of its disks is used, and says 0.
                row.isContainer() ? row.disk() : Optional.empty(),
                size(row.maxdisk()),
                row.uptime().map(Duration::toSeconds));
    }

    public static Node node(NodeResource row, Optional<NodeEntry> entry) {
        return new Node(
                row.node(),
                row.status().orElse("unknown"),
                entry.flatMap(NodeEntry::ip),
                row.maxcpu(),
                size(row.maxmem()));
    }

    public static NodeGauges gauges(NodeResource row) {
        return new NodeGauges(
                row.node(),
                row.cpu(),
                row.mem(),
                row.disk(),
                size(row.maxdisk()),
                row.uptime().map(Duration::toSeconds));
    }

    /// Absent when the node does not tell its version: a made-up one would become history.
    public static Optional<NodeDetails> details(String node, NodeStatus status) {
        return status.pveversion()
                .map(version -> new NodeDetails(
                        node,
                        // pve-manager/9.2.4/16ecfd8eb63edf83
                        version.replaceFirst("^pve-manager/([^/]+).*", "$1"),
                        status.kversion().map(text -> text.replaceFirst("^Linux (\\S+).*", "$1")),
                        status.cpuinfo().flatMap(info -> info.model())));
    }

    public static Storage storage(StorageResource row) {
        return new Storage(
                row.storage(),
                row.node(),
                row.plugintype(),
                row.content().map(ContentTypes::names).orElse(List.of()),
                row.shared().orElse(false),
                row.status().orElse("unknown"));
    }

    public static StorageGauges gauges(StorageResource row) {
        return new StorageGauges(row.storage(), row.node(), row.disk(), size(row.maxdisk()));
    }

    public static GuestSnapshot snapshot(io.github.proxmoxmcp.client.guest.GuestSnapshot row) {
        return new GuestSnapshot(
                row.name(),
                row.parent(),
                row.description(),
                row.snaptime(),
                row.vmstate().orElse(false));
    }

    public static Task task(TaskEntry row) {
        return new Task(
                row.upid().text(),
                row.node(),
                row.type(),
                row.id().filter(id -> !id.isBlank()),
                row.tokenid().map(token -> row.user() + "!" + token).orElse(row.user()),
                row.starttime(),
                row.endtime(),
                row.isRunning() ? Optional.empty() : row.status());
    }

    /// Proxmox says 0 where it does not know a size.
    private static Optional<Long> size(Optional<Long> bytes) {
        return bytes.filter(size -> size > 0);
    }
}
