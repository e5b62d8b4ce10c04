package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Cause;
import io.github.proxmoxmcp.persistence.value.Thing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A difference that was observed. Configuration keys and snapshots are fields of their guest: `config.cores`,
/// `snapshot.before-upgrade`.
public sealed interface Change {

    /// When it was observed: in a diff the latest of the changes that were folded into it, of a move that of the move.
    Instant at();

    /// When it was made, where the end of a task or a line of the cluster's log tells; never later than [#at].
    Optional<Instant> happened();

    Thing thing();

    /// The task behind it: of altered facts the one that all of them share, of a move the one that moved.
    Optional<Cause> cause();

    /// It was not there before.
    record Appeared(Instant at, Optional<Instant> happened, Thing thing, String node, Optional<Cause> cause)
            implements Change {}

    /// It is confirmed to be there no more.
    record Vanished(Instant at, Optional<Instant> happened, Thing thing, String node, Optional<Cause> cause)
            implements Change {}

    /// A guest moved to another node; whatever else changed with it is in `fields`.
    record Moved(
            Instant at,
            Optional<Instant> happened,
            Thing thing,
            String from,
            String to,
            List<Field> fields,
            Optional<Cause> cause)
            implements Change {}

    /// Facts of it are other ones.
    record Altered(Instant at, Optional<Instant> happened, Thing thing, List<Field> fields, Optional<Cause> cause)
            implements Change {}

    /// One fact before and after; absent where it was not set.
    ///
    /// @param at when this fact changed last
    /// @param cause the task that made this fact what it is
    record Field(String name, Optional<String> before, Optional<String> after, Instant at, Optional<Cause> cause) {}
}
