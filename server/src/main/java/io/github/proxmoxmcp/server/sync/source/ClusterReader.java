package io.github.proxmoxmcp.server.sync.source;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.NodeResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.StorageResource;
import io.github.proxmoxmcp.client.cluster.StatusEntry;
import io.github.proxmoxmcp.client.cluster.StatusEntry.ClusterEntry;
import io.github.proxmoxmcp.client.cluster.StatusEntry.NodeEntry;
import io.github.proxmoxmcp.client.tasks.TaskEntry;
import io.github.proxmoxmcp.persistence.ClusterFacts;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a whole cluster: three calls, whatever its size.
public final class ClusterReader {

    private final String cluster;
    private final Proxmox api;

    public ClusterReader(String cluster, Proxmox api) {
        this.cluster = cluster;
        this.api = api;
    }

    /// What one reading showed, and what it could not.
    ///
    /// @param online the nodes that answer
    /// @param members the nodes that the cluster says it has, where it is in a position to say so; else none
    /// @param quorate whether the cluster says so; without a quorum configurations may seem missing that are not
    /// @param guests of nodes that answer
    /// @param lost guests of nodes that do not, as far as anything can be said of them
    /// @param listed vmids of all rows, those of nodes that do not answer too
    /// @param cpus of the nodes, where they are told
    public record View(
            Observation observation,
            List<Guest> guests,
            List<Guest> lost,
            Set<Integer> listed,
            List<TaskEntry> tasks,
            Map<String, Optional<Integer>> cpus,
            Set<String> online,
            Set<String> members,
            boolean quorate,
            List<String> incomplete) {}

    /// @param alone whether the memory knows one node at most
    /// @throws ProxmoxException when the resources cannot be read; everything else may be missing
    public View read(Instant now, boolean alone) {
        List<String> incomplete = new ArrayList<>();
        List<ClusterResource> resources = api.cluster().resources();
        List<StatusEntry> status =
                tried("the cluster's membership and quorum", () -> api.cluster().status(), incomplete);
        List<TaskEntry> tasks = tried("tasks", () -> api.cluster().tasks(), incomplete);

        Map<String, NodeEntry> members = of(status, NodeEntry.class)
                .collect(Collectors.toMap(NodeEntry::name, Function.identity(), (first, _) -> first));
        Set<String> away = away(resources, members);
        away.stream()
                .sorted()
                .forEach(node -> incomplete.add(
                        "node " + node + " is offline: what is said of its guests and storages is from before"));
        // A dead node's guests and storages are shown in their last state for five minutes, then as unknown and
        // without a name (docs/concepts/proxmox-behaviour.md, "Outages"): neither is an observation. Left out, they are
        // marked
        // `unknown since`.
        List<GuestResource> guests = of(resources, GuestResource.class)
                .filter(guest -> !away.contains(guest.node()))
                .toList();
        List<StorageResource> storages = of(resources, StorageResource.class)
                .filter(storage -> !away.contains(storage.node()))
                .toList();
        List<NodeResource> nodes = of(resources, NodeResource.class).toList();
        Observation observation = Observation.of(cluster, now)
                .withComplete(Set.of(Kind.NODE, Kind.GUEST, Kind.STORAGE))
                .withNodes(
                        nodes.stream()
                                .map(node -> ObservedFacts.node(node, Optional.ofNullable(members.get(node.node()))))
                                .toList(),
                        nodes.stream().map(ObservedFacts::gauges).toList())
                .withGuests(
                        List.of(), guests.stream().map(ObservedFacts::gauges).toList())
                .withStorages(
                        storages.stream().map(ObservedFacts::storage).toList(),
                        storages.stream().map(ObservedFacts::gauges).toList())
                .withTasks(tasks.stream().map(ObservedFacts::task).toList());
        Optional<ClusterFacts> facts = status.isEmpty() ? Optional.empty() : Optional.of(facts(status, alone));
        return new View(
                facts.map(observation::withFacts).orElse(observation),
                guests.stream().map(ObservedFacts::guest).toList(),
                of(resources, GuestResource.class)
                        .filter(guest -> away.contains(guest.node()))
                        .map(ObservedFacts::guest)
                        .map(ObservedFacts::lost)
                        .toList(),
                of(resources, GuestResource.class).map(GuestResource::vmid).collect(Collectors.toSet()),
                tasks,
                nodes.stream().collect(Collectors.toMap(NodeResource::node, NodeResource::maxcpu, (one, _) -> one)),
                nodes.stream()
                        .map(NodeResource::node)
                        .filter(node -> !away.contains(node))
                        .collect(Collectors.toSet()),
                members(status, nodes),
                facts.flatMap(ClusterFacts::quorate).orElse(false),
                incomplete);
    }

    private static Set<String> away(List<ClusterResource> resources, Map<String, NodeEntry> members) {
        Set<String> away = new HashSet<>();
        of(resources, NodeResource.class)
                .filter(node -> !node.status().orElse("unknown").equals("online"))
                .forEach(node -> away.add(node.node()));
        members.values().stream().filter(node -> !node.online()).forEach(node -> away.add(node.name()));
        return away;
    }

    /// A node that has just booted knows of no cluster for a moment: only one that has its quorum can tell.
    private static Set<String> members(List<StatusEntry> status, List<NodeResource> nodes) {
        return of(status, ClusterEntry.class).anyMatch(ClusterEntry::quorate)
                ? Stream.concat(
                                of(status, NodeEntry.class).map(NodeEntry::name),
                                nodes.stream().map(NodeResource::node))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static ClusterFacts facts(List<StatusEntry> status, boolean alone) {
        Optional<ClusterEntry> entry = of(status, ClusterEntry.class).findFirst();
        return new ClusterFacts(
                entry.map(ClusterEntry::name),
                // A single node has no cluster entry, and needs nobody's vote.
                entry.map(ClusterEntry::quorate).or(() -> Optional.of(true).filter(_ -> alone)));
    }

    /// A part that may be missing: an answer that the token has no right to, or that failed by itself.
    private static <T> List<T> tried(String what, Supplier<List<T>> read, List<String> incomplete) {
        try {
            return read.get();
        } catch (ProxmoxException e) {
            incomplete.add(what + " could not be read: " + e.getMessage());
            return List.of();
        }
    }

    private static <T> Stream<T> of(List<?> list, Class<T> type) {
        return list.stream().filter(type::isInstance).map(type::cast);
    }
}
