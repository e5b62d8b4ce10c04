package io.github.proxmoxmcp.client.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/// A row of `/cluster/status`: the cluster itself, which a single node does not have, and each of its nodes.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", visible = true, defaultImpl = StatusEntry.OtherEntry.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = StatusEntry.ClusterEntry.class, name = "cluster"),
    @JsonSubTypes.Type(value = StatusEntry.NodeEntry.class, name = "node")
})
public sealed interface StatusEntry {

    /// The cluster.
    ///
    /// @param version of the corosync configuration
    record ClusterEntry(String name, boolean quorate, Optional<Integer> nodes, Optional<Integer> version)
            implements StatusEntry {}

    /// A node of it; `local` is the one that answers.
    record NodeEntry(
            String name,
            boolean online,
            Optional<Boolean> local,
            Optional<Integer> nodeid,
            Optional<String> ip,
            Optional<String> level)
            implements StatusEntry {}

    /// What future versions add.
    record OtherEntry(Optional<String> type, Optional<String> id) implements StatusEntry {}
}
