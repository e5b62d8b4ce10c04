package io.github.proxmoxmcp.persistence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lists of the cluster beside guests and nodes.
public interface InventoryStore {

    /// When each list was read last, for what reads the oldest first.
    List<Reading> readings(String cluster);

    /// Archives, newest first.
    ///
    /// @param vmid absent: of all guests
    List<StoredBackup> backups(String cluster, Optional<Integer> vmid, Moment moment);

    /// @param kind of the things in the list
    /// @param scope what the list is of: a node, `storage@node`, or nothing for the whole cluster
    record Reading(Kind kind, String scope, Instant readAt) {}

    /// An archive and where it lies.
    ///
    /// @param node absent when the storage is the same on all nodes
    record StoredBackup(String storage, Optional<String> node, Backup backup, Validity validity) {}
}
