package io.github.proxmoxmcp.persistence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How well the memory follows a cluster.
///
/// @param asOf when the cluster was last read as a whole; absent: never
/// @param triedAt when it was last tried
/// @param error why the last try failed, for a person; absent: it did not
/// @param incomplete what the last successful read is missing, each a sentence: a node that was not reached, a
///     privilege that the token lacks
public record SyncState(
        String cluster, Optional<Instant> asOf, Instant triedAt, Optional<String> error, List<String> incomplete) {

    /// They are kept one a line, and a name of others in one of them must not begin another.
    public SyncState {
        incomplete = incomplete.stream()
                .map(sentence -> sentence.replaceAll("\\R", " "))
                .toList();
    }
}
