package io.github.proxmoxmcp.persistence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became different.
public interface HistoryStore {

    /// The differences between two moments, folded: one change a thing at the most, and none for what came back to
    /// what
    /// it
    /// was. Costs as much as what changed between them. Sorted by kind, then id.
    List<Change> diff(String cluster, Instant from, Instant to);

    /// Since when there is history of the cluster; absent: none yet.
    Optional<Instant> beginning(String cluster);
}
