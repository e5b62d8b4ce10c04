package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The result of one reading of a cluster. It may be partial: facts that are not in it stay as they were.
///
/// Absence is not deletion. A node, guest or storage of a kind in `complete` that is not in the lists is marked
/// `unknown since`; it ends only when `gone` names it, after its absence was confirmed.
///
/// @param cluster the name that the configuration gives the cluster
/// @param at when the look began
/// @param facts absent when the cluster's state was not read
/// @param complete the kinds (`NODE`, `GUEST`, `STORAGE`) whose lists hold all that there is
/// @param tasks running and ended ones, in any order
/// @param inventory lists of what else there is
public record Observation(
        String cluster,
        Instant at,
        Optional<ClusterFacts> facts,
        Set<Kind> complete,
        Nodes nodes,
        Guests guests,
        Storages storages,
        List<Task> tasks,
        Inventory inventory) {

    /// What was seen of nodes.
    ///
    /// @param details what was read from nodes themselves
    public record Nodes(List<Node> rows, List<NodeGauges> gauges, List<NodeDetails> details) {}

    /// What was seen of guests.
    ///
    /// @param configs of the guests whose configuration was read; each is whole
    /// @param snapshots of the guests whose snapshots were read; each is whole
    /// @param gone vmids whose absence was confirmed
    public record Guests(
            List<Guest> rows,
            List<GuestGauges> gauges,
            List<GuestConfig> configs,
            List<GuestSnapshots> snapshots,
            Set<Integer> gone) {}

    /// What was seen of storages.
    public record Storages(List<Storage> rows, List<StorageGauges> gauges) {}

    /// An observation of nothing, to be filled with the `with…` methods.
    public static Observation of(String cluster, Instant at) {
        return new Observation(
                cluster,
                at,
                Optional.empty(),
                Set.of(),
                new Nodes(List.of(), List.of(), List.of()),
                new Guests(List.of(), List.of(), List.of(), List.of(), Set.of()),
                new Storages(List.of(), List.of()),
                List.of(),
                Inventory.NONE);
    }

    /// What is true of the cluster as a whole.
    public Observation withFacts(ClusterFacts known) {
        return new Observation(cluster, at, Optional.of(known), complete, nodes, guests, storages, tasks, inventory);
    }

    /// The kinds whose lists hold all that there is.
    public Observation withComplete(Set<Kind> kinds) {
        return new Observation(cluster, at, facts, kinds, nodes, guests, storages, tasks, inventory);
    }

    /// Nodes and what fluctuates on them.
    public Observation withNodes(List<Node> seen, List<NodeGauges> gauges) {
        return with(new Nodes(seen, gauges, nodes.details));
    }

    /// What was read from nodes themselves.
    public Observation withNodeDetails(List<NodeDetails> read) {
        return with(new Nodes(nodes.rows, nodes.gauges, read));
    }

    private Observation with(Nodes seen) {
        return new Observation(cluster, at, facts, complete, seen, guests, storages, tasks, inventory);
    }

    /// Guests and what fluctuates on them.
    public Observation withGuests(List<Guest> seen, List<GuestGauges> gauges) {
        return with(new Guests(seen, gauges, guests.configs, guests.snapshots, guests.gone));
    }

    /// Whole configurations.
    public Observation withConfigs(List<GuestConfig> read) {
        return with(new Guests(guests.rows, guests.gauges, read, guests.snapshots, guests.gone));
    }

    /// Whole lists of snapshots.
    public Observation withSnapshots(List<GuestSnapshots> read) {
        return with(new Guests(guests.rows, guests.gauges, guests.configs, read, guests.gone));
    }

    /// Guests that are confirmed to be there no more.
    public Observation withGone(Set<Integer> vmids) {
        return with(new Guests(guests.rows, guests.gauges, guests.configs, guests.snapshots, vmids));
    }

    private Observation with(Guests seen) {
        return new Observation(cluster, at, facts, complete, nodes, seen, storages, tasks, inventory);
    }

    /// Storages and what fluctuates on them.
    public Observation withStorages(List<Storage> seen, List<StorageGauges> gauges) {
        Storages all = new Storages(seen, gauges);
        return new Observation(cluster, at, facts, complete, nodes, guests, all, tasks, inventory);
    }

    /// Tasks, running and ended.
    public Observation withTasks(List<Task> seen) {
        return new Observation(cluster, at, facts, complete, nodes, guests, storages, seen, inventory);
    }

    /// Lists, and what is gone besides guests.
    public Observation withInventory(Inventory read) {
        return new Observation(cluster, at, facts, complete, nodes, guests, storages, tasks, read);
    }
}
