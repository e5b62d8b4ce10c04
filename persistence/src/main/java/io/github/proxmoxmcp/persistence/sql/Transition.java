package io.github.proxmoxmcp.persistence.sql;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One thing before and after; nothing where it was not, or is no more.
///
/// @param at when the latest of what lies between was observed
/// @param unknownSince since when nobody can tell of `after`
/// @param upid the task that caused that, where it is certain
record Transition(
        Temporal kind,
        Optional<Version> before,
        Optional<Row> after,
        long at,
        OptionalLong unknownSince,
        Optional<String> upid) {

    List<Object> key() {
        return after.or(() -> before.map(Version::row)).orElseThrow().key();
    }

    Transition causedBy(Optional<String> task) {
        return new Transition(kind, before, after, at, unknownSince, task);
    }

    /// Whether the fact of this column is another one; only for what was there before and after.
    boolean alters(int column) {
        return !before.orElseThrow()
                .facts()
                .text(column)
                .equals(after.orElseThrow().facts().text(column));
    }
}
