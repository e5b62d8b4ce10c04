package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.Optional;

/// An attempted or completed write. One entry is written before it and one after it; entries are never changed.
///
/// @param seq 1 for the first of the store
/// @param action the tool, or the call
/// @param outcome `intent`, `done`, `failed`, `refused`, …
/// @param body the rest, as JSON without secrets
/// @param hash over the entry and the hash of the one before it
public record AuditEntry(
        long seq,
        Instant at,
        String cluster,
        String principal,
        String action,
        String outcome,
        Optional<String> plan,
        String body,
        String hash) {}
