package io.github.proxmoxmcp.persistence.value;

import java.time.Instant;
import java.util.Optional;

/// Since when a fact holds and until when it did.
///
/// @param from when it was first observed, to the millisecond
/// @param to when it was first observed to hold no more; absent: it holds now
/// @param unknownSince since when nobody could tell (node offline, privilege lost, timeout); the facts beside it are
///     the last that were known
public record Validity(Instant from, Optional<Instant> to, Optional<Instant> unknownSince) {}
