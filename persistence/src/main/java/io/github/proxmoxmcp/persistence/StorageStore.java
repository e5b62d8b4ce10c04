package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Moment;
import java.util.List;

/// Storages by node, now and at any moment before.
public interface StorageStore {

    /// Sorted by name, then node.
    List<StorageState> list(String cluster, Moment moment);
}
