package io.github.proxmoxmcp.persistence;

import java.util.List;
import java.util.Optional;

/// State snapshots: names for moments.
public interface SnapshotStore {

    /// @throws StoreException.NameTaken when the cluster has one of this name
    void add(StateSnapshot snapshot);

    /// Whether there was one.
    ///
    /// @throws StoreException.NameTaken when the cluster has one of the new name
    boolean rename(String cluster, String name, String newName);

    /// Whether there was one.
    boolean delete(String cluster, String name);

    /// Whether there was one.
    boolean pin(String cluster, String name, boolean pinned);

    /// Newest first.
    List<StateSnapshot> list(String cluster);

    Optional<StateSnapshot> get(String cluster, String name);
}
