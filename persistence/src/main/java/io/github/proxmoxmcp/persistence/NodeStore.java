package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Moment;
import java.util.List;

/// Nodes, now and at any moment before.
public interface NodeStore {

    /// Sorted by name.
    List<NodeState> list(String cluster, Moment moment);
}
