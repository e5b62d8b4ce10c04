package io.github.proxmoxmcp.demo.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A storage as configured for the cluster.
///
/// @param extra further lines of its configuration, such as `path` or `server`
/// @param nodes the nodes it is restricted to; empty means all
/// @param total bytes it holds, on each node when it is not shared
public record ConfiguredStorage(
        String id,
        String type,
        List<String> content,
        boolean shared,
        boolean enabled,
        List<String> nodes,
        Map<String, String> extra,
        long total) {

    public ConfiguredStorage {
        content = List.copyOf(content);
        nodes = List.copyOf(nodes);
        extra = Map.copyOf(extra);
    }

    public boolean on(String node) {
        return enabled && (nodes.isEmpty() || nodes.contains(node));
    }

    public boolean holds(String kind) {
        return content.contains(kind);
    }

    /// True when its volumes are files with a format of their own.
    public boolean files() {
        return Optional.ofNullable(extra.get("path")).isPresent();
    }

    public ConfiguredStorage withTotal(long bytes) {
        return new ConfiguredStorage(id, type, content, shared, enabled, nodes, extra, bytes);
    }
}
