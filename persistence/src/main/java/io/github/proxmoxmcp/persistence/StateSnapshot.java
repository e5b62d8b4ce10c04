package io.github.proxmoxmcp.persistence;

import java.time.Instant;
import java.util.Optional;

/// A name for a moment of a cluster's state. It holds no copy of anything.
///
/// @param at the moment that it names: that of the last successful read before it was taken
/// @param pinned whether retention must keep what it needs
public record StateSnapshot(
        String cluster,
        String name,
        Instant at,
        Instant takenAt,
        Optional<String> note,
        String author,
        boolean pinned) {}
