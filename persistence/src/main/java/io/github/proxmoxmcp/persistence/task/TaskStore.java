package io.github.proxmoxmcp.persistence.task;

import io.github.proxmoxmcp.persistence.value.Page;
import java.util.List;
import java.util.Optional;

/// Tasks of the cluster, kept longer than Proxmox keeps them.
public interface TaskStore {

    /// Newest first.
    Page<Task> list(TaskQuery query);

    /// The types of all tasks that are remembered, sorted.
    List<String> types(String cluster);

    /// Who started those that are remembered, sorted.
    List<String> users(String cluster);

    Optional<Task> get(String cluster, String upid);
}
