package io.github.proxmoxmcp.persistence.inventory;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A list that was read from the cluster as a whole.
///
/// What was there before and is in the list no more is gone if the list is `proof`, and else marked `unknown since`: a
/// token without the privilege gets a shorter list and no error.
public sealed interface Listing {

    boolean proof();

    /// Archives on a storage.
    ///
    /// @param node absent when the storage is the same on all nodes
    record Backups(String storage, Optional<String> node, List<Backup> all, boolean proof) implements Listing {}

    /// Definitions of storages.
    record Storages(List<StorageDefinition> all, boolean proof) implements Listing {}

    /// Pools with their members.
    record Pools(List<Pool> all, boolean proof) implements Listing {}

    /// What the HA manager looks after.
    record HaResources(List<HaResource> all, boolean proof) implements Listing {}

    /// Replication jobs.
    record ReplicationJobs(List<ReplicationJob> all, boolean proof) implements Listing {}

    /// Backup jobs.
    record BackupJobs(List<BackupJob> all, boolean proof) implements Listing {}

    /// Options of the datacenter: key to value.
    record Options(SortedMap<String, String> all, boolean proof) implements Listing {}

    /// Network interfaces of a node.
    record Interfaces(String node, List<NodeInterface> all, boolean proof) implements Listing {}

    /// Services of a node.
    record Services(String node, List<NodeService> all, boolean proof) implements Listing {}

    /// Pending updates of a node.
    record Updates(String node, List<NodeUpdate> all, boolean proof) implements Listing {}

    /// Disks of a node.
    record Disks(String node, List<NodeDisk> all, boolean proof) implements Listing {}

    /// Certificates of a node.
    record Certificates(String node, List<NodeCertificate> all, boolean proof) implements Listing {}

    /// How the replication jobs do.
    record ReplicationStates(List<ReplicationState> all, boolean proof) implements Listing {}
}
