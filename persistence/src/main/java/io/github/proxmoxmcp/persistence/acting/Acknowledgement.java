package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.Optional;

/// Somebody knows of a problem, and does not want to be told of it as of a new one.
///
/// @param area what the problem concerns
/// @param problem tells it from others of its area
/// @param severity how bad it was
/// @param until absent: until it is gone, gets worse, or the acknowledgement is taken back
public record Acknowledgement(
        String cluster,
        String area,
        String problem,
        String severity,
        String principal,
        String reason,
        Instant at,
        Optional<Instant> until) {}
