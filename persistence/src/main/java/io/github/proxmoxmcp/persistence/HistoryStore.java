package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Page;
import io.github.proxmoxmcp.persistence.value.Thing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Changes and history.
public interface HistoryStore {

    /// The differences between two moments, folded: one change a thing at the most, and none for what came back to what
    /// it was. Costs as much as what changed between them. Sorted by kind, then id.
    List<Change> diff(String cluster, Instant from, Instant to);

    /// Every single change, the one that happened, or else was seen, last first. What was there when the memory began,
    /// or when it was read first, is none.
    Page<Change> changes(ChangeQuery query);

    /// What the cluster's log says that somebody wanted, and that no recorded change shows, newest first: an update of
    /// a guest that was refused, changed nothing, or was taken back before anybody looked.
    ///
    /// @param query of which only guests matter, and their configuration
    /// @param limit rows at most; the total is that of the latest thousand
    Page<Attempt> attempts(ChangeQuery query, int limit);

    /// A line of the cluster's log that proves nothing: it is written before the change, and where it is refused, too.
    ///
    /// @param at when it was written, or first seen where the cluster's clock contradicts ours
    /// @param text such as `update VM 100: -cores 5`
    record Attempt(Instant at, int vmid, String user, String text) {}

    /// The latest changes that were recorded, in the order of their recording, newest first.
    ///
    /// @param seenAfter only those that were observed after it
    /// @param limit rows at most, each of one fact
    List<Change> recorded(String cluster, Instant seenAfter, int limit);

    /// How many facts changed in each part of a time, by when the part began; parts without any are left out.
    ///
    /// @param part such as an hour; parts are counted from the epoch on
    SortedMap<Instant, Long> activity(String cluster, Instant from, Instant to, Duration part);

    /// The moments next to one at which a change was observed, as far as it happened after `from`.
    Neighbours neighbours(String cluster, Instant moment, Instant from, Instant to);

    /// Moments before and after one.
    record Neighbours(Optional<Instant> earlier, Optional<Instant> later) {}

    /// The changes of one thing from its beginning until now, newest first; of a vmid that was used again those of all
    /// its guests.
    ///
    /// @param id as in [Thing]
    /// @param limit rows at most, 1 to 1000
    Page<Change> history(String cluster, Kind kind, String id, Optional<String> cursor, int limit);

    /// When a thing was first seen, the earliest of those that had its id; absent: never.
    ///
    /// @param id as in [Thing]
    Optional<Instant> firstSeen(String cluster, Kind kind, String id);

    /// Ids of things of a kind that are there, or if none is there, ever were; in no order.
    List<String> ids(String cluster, Kind kind, int limit);

    /// Since when there is whole history of the cluster; absent: none yet.
    Optional<Instant> beginning(String cluster);
}
