package io.github.proxmoxmcp.persistence.task;

import io.github.proxmoxmcp.persistence.value.Page;
import java.util.Optional;

/// Tasks of the cluster, kept longer than Proxmox keeps them.
public interface TaskStore {

    /// Newest first.
    Page<Task> list(TaskQuery query);

    Optional<Task> get(String cluster, String upid);
}
