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

    /// Every single change, newest first. What a guest's configuration was when it was read first is none.
    Page<Change> changes(ChangeQuery query);

    /// The changes of one thing from its beginning until now, newest first; of a vmid that was used again those of
    /// all
    /// its guests.
    ///
    /// @param id as in [Thing]
    /// @param limit rows at most, 1 to 1000
    Page<Change> history(String cluster, Kind kind, String id, Optional<String> cursor, int limit);

    /// Since when there is whole history of the cluster; absent: none yet.
    Optional<Instant> beginning(String cluster);
}
