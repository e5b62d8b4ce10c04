package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.persistence.Guest;
import java.time.Instant;
import java.util.Optional;

/// What was concluded of a row.
///
/// @param young since when the guest is known, while its row may still be that of the guest before it
/// @param disagrees since when row and conclusion differ
record Conclusion(Guest row, Guest guest, Optional<Instant> young, Optional<Instant> disagrees) {

    /// Whether this row says nothing that is not concluded already.
    boolean settles(Guest other) {
        return row.equals(other) && guest.equals(other) && young.isEmpty();
    }

    /// Since when row and conclusion differ, if they did so before, else this moment.
    static Optional<Instant> since(Optional<Conclusion> before, Instant now) {
        return Optional.of(before.flatMap(Conclusion::disagrees).orElse(now));
    }
}
