package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.Storage;
import java.util.List;
import java.util.Optional;

/// A storage as the cluster's configuration defines it, without its secrets; [Storage] is its presence on a node.
///
/// @param nodes those that it is limited to; empty: all
/// @param location where it is: a path, an export, a pool, a server with its datastore
/// @param retention Proxmox's `prune-backups`, as it writes it
public record StorageDefinition(
        String name,
        String type,
        List<String> content,
        List<String> nodes,
        boolean shared,
        boolean enabled,
        Optional<String> location,
        Optional<String> retention) {

    public StorageDefinition {
        content = content.stream().sorted().distinct().toList();
        nodes = nodes.stream().sorted().distinct().toList();
    }
}
