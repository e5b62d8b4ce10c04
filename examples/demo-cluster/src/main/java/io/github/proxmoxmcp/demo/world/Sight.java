package io.github.proxmoxmcp.demo.world;

import java.time.Instant;

/// What the cluster knows of a node and of everything on it.
public sealed interface Sight {
    /// The state of now.
    record Live(Instant asOf) implements Sight {}

    /// The last known state, shown as if it were that of now.
    record Stale(Instant asOf) implements Sight {}

    /// Nothing but what stands in the replicated configuration.
    record Lost() implements Sight {}
}
