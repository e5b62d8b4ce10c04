package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.Optional;

/// A write that was thought through and waits to be applied.
///
/// @param hash over what matters of it: whoever applies it names what was approved
/// @param body calls, effects, dependents and assumptions, as JSON
/// @param decidedBy who approved or denied it
/// @param result how it ended, as JSON
public record Plan(
        String id,
        String cluster,
        String action,
        String principal,
        String hash,
        String body,
        Status status,
        Instant createdAt,
        Instant expiresAt,
        Optional<String> decidedBy,
        Optional<Instant> decidedAt,
        Optional<String> result) {

    /// The life of a plan: from OPEN, perhaps through APPROVED, once to CLAIMED, and then to its end.
    public enum Status {
        OPEN,
        APPROVED,
        DENIED,
        CLAIMED,
        DONE,
        FAILED
    }
}
