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
/// @param configs of the guests whose configuration was read; each is whole
/// @param snapshots of the guests whose snapshots were read; each is whole
/// @param tasks running and ended ones, in any order
/// @param gone vmids whose absence was confirmed
/// @param inventory lists of what else there is
public record Observation(
        String cluster,
        Instant at,
        Optional<ClusterFacts> facts,
        Set<Kind> complete,
        List<Node> nodes,
        List<NodeGauges> nodeGauges,
        List<NodeDetails> nodeDetails,
        List<Guest> guests,
        List<GuestGauges> guestGauges,
        List<GuestConfig> configs,
        List<GuestSnapshots> snapshots,
        List<Storage> storages,
        List<StorageGauges> storageGauges,
        List<Task> tasks,
        Set<Integer> gone,
        Inventory inventory) {

    /// One without an inventory.
    public Observation(
            String cluster,
            Instant at,
            Optional<ClusterFacts> facts,
            Set<Kind> complete,
            List<Node> nodes,
            List<NodeGauges> nodeGauges,
            List<NodeDetails> nodeDetails,
            List<Guest> guests,
            List<GuestGauges> guestGauges,
            List<GuestConfig> configs,
            List<GuestSnapshots> snapshots,
            List<Storage> storages,
            List<StorageGauges> storageGauges,
            List<Task> tasks,
            Set<Integer> gone) {
        this(
                cluster,
                at,
                facts,
                complete,
                nodes,
                nodeGauges,
                nodeDetails,
                guests,
                guestGauges,
                configs,
                snapshots,
                storages,
                storageGauges,
                tasks,
                gone,
                Inventory.NONE);
    }

    /// An observation of nothing, to be filled with the `with…` methods.
    public static Observation of(String cluster, Instant at) {
        return new Observation(
                cluster,
                at,
                Optional.empty(),
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Set.of());
    }

    /// What is true of the cluster as a whole.
    public Observation withFacts(ClusterFacts known) {
        return new Observation(
                cluster,
                at,
                Optional.of(known),
                complete,
                nodes,
                nodeGauges,
                nodeDetails,
                guests,
                guestGauges,
                configs,
                snapshots,
                storages,
                storageGauges,
                tasks,
                gone,
                inventory);
    }

    /// The kinds whose lists hold all that there is.
    public Observation withComplete(Set<Kind> kinds) {
        return new Observation(
                cluster,
                at,
                facts,
                kinds,
                nodes,
                nodeGauges,
                nodeDetails,
                guests,
                guestGauges,
                configs,
                snapshots,
                storages,
                storageGauges,
                tasks,
                gone,
                inventory);
    }

    /// Nodes and what fluctuates on them.
    public Observation withNodes(List<Node> seen, List<NodeGauges> gauges) {
        return new Observation(
                cluster,
                at,
                facts,
                complete,
                seen,
                gauges,
                nodeDetails,
                guests,
                guestGauges,
                configs,
                snapshots,
                storages,
                storageGauges,
                tasks,
                gone,
                inventory);
    }

    /// What was read from nodes themselves.
    public Observation withNodeDetails(List<NodeDetails> read) {
        return new Observation(
                cluster,
                at,
                facts,
                complete,
                nodes,
                nodeGauges,
                read,
                guests,
                guestGauges,
                configs,
                snapshots,
                storages,
                storageGauges,
                tasks,
                gone,
                inventory);
    }

    /// Guests and what fluctuates on them.
    public Observation withGuests(List<Guest> seen, List<GuestGauges> gauges) {
        return new Observation(
                cluster,
                at,
                facts,
                complete,
                nodes,
                nodeGauges,
                nodeDetails,
                seen,
                gauges,
                configs,
                snapshots,
                storages,
                storageGauges,
                tasks,
                gone,
                inventory);
    }

    /// Whole configurations.
    public Observation withConfigs(List<GuestConfig> read) {
        return new Observation(
                cluster,
                at,
                facts,
                complete,
                nodes,
                nodeGauges,
                nodeDetails,
                guests,
                guestGauges,
                read,
                snapshots,
                storages,
                storageGauges,
                tasks,
                gone,
                inventory);
    }

    /// Whole lists of snapshots.
    public Observation withSnapshots(List<GuestSnapshots> read) {
        return new Observation(
                cluster,
                at,
                facts,
                complete,
                nodes,
                nodeGauges,
                nodeDetails,
                guests,
                guestGauges,
                configs,
                read,
                storages,
                storageGauges,
                tasks,
                gone,
                inventory);
    }

    /// Storages and what fluctuates on them.
    public Observation withStorages(List<Storage> seen, List<StorageGauges> gauges) {
        return new Observation(
                cluster,
                at,
                facts,
                complete,
                nodes,
                nodeGauges,
                nodeDetails,
                guests,
                guestGauges,
                configs,
                snapshots,
                seen,
                gauges,
                tasks,
                gone,
                inventory);
    }

    /// Tasks, running and ended.
    public Observation withTasks(List<Task> seen) {
        return new Observation(
                cluster,
                at,
                facts,
                complete,
                nodes,
                nodeGauges,
                nodeDetails,
                guests,
                guestGauges,
                configs,
                snapshots,
                storages,
                storageGauges,
                seen,
                gone,
                inventory);
    }

    /// Guests that are confirmed to be there no more.
    public Observation withGone(Set<Integer> vmids) {
        return new Observation(
                cluster,
                at,
                facts,
                complete,
                nodes,
                nodeGauges,
                nodeDetails,
                guests,
                guestGauges,
                configs,
                snapshots,
                storages,
                storageGauges,
                tasks,
                vmids,
                inventory);
    }

    /// Lists, and what is gone besides guests.
    public Observation withInventory(Inventory read) {
        return new Observation(
                cluster,
                at,
                facts,
                complete,
                nodes,
                nodeGauges,
                nodeDetails,
                guests,
                guestGauges,
                configs,
                snapshots,
                storages,
                storageGauges,
                tasks,
                gone,
                read);
    }
}
