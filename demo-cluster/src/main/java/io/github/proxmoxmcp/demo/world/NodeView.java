package io.github.proxmoxmcp.demo.world;

import java.time.Instant;

/// What the cluster knows of a node and of everything on it.
public sealed interface NodeView {
    /// The state of now.
    record Live(Instant asOf) implements NodeView {}

    /// The last known state, shown as if it were that of now.
    record Stale(Instant asOf) implements NodeView {}

    /// Nothing but what stands in the replicated configuration.
    record Lost() implements NodeView {}
}
