package io.github.proxmoxmcp.persistence;

import java.util.List;
import java.util.Optional;

/// State snapshots: names for moments.
public interface SnapshotStore {

    /// @throws StoreException.NameTaken when the cluster has one of this name
    void add(StateSnapshot snapshot);

    /// Newest first.
    List<StateSnapshot> list(String cluster);

    Optional<StateSnapshot> get(String cluster, String name);
}
