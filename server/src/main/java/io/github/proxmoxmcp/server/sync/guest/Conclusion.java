package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.persistence.Guest;
import java.time.Instant;
import java.util.Optional;

/// The conclusion about a guest's row.
///
/// @param row as the cluster showed it
/// @param guest what is true of it
/// @param youngSince since when the guest is known, while its row may still be that of the guest before it
/// @param differsSince since when row and guest differ
/// @param digest of the configuration that was read last
/// @param snapshotsDigest of the configuration with which its snapshots were read: they change with it only
public record Conclusion(
        Guest row,
        Guest guest,
        Optional<Instant> youngSince,
        Optional<Instant> differsSince,
        Optional<String> digest,
        Optional<String> snapshotsDigest) {

    /// A row that is taken as it is.
    static Conclusion asShown(Guest row) {
        return new Conclusion(row, row, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// This conclusion after the configuration was read, with or without the snapshots.
    Conclusion read(String read, boolean withSnapshots) {
        return new Conclusion(
                row,
                guest,
                youngSince,
                differsSince,
                Optional.of(read),
                withSnapshots ? Optional.of(read) : snapshotsDigest);
    }

    /// Whether this row says nothing that is not concluded already.
    boolean settles(Guest other) {
        return row.equals(other) && guest.equals(other) && youngSince.isEmpty();
    }

    /// Whether a backup may have started the guest: it does so with a stopped machine for as long as it takes, and rows
    /// show that later than the lock.
    boolean mayHaveBeenWoken() {
        return guest.status().equals("stopped")
                && (row.lock().filter("backup"::equals).isPresent() || differsSince.isPresent());
    }
}
