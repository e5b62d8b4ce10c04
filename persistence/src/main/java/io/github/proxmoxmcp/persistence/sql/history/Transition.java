package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.sql.database.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// One thing before and after; nothing where it was not, or is no more.
///
/// @param origin the latest of what lies between
/// @param unknownSince since when nobody can tell of `after`
/// @param origins the latest change of each fact, by column; empty: all changed together
public record Transition(
        HistoryTable kind,
        Optional<Version> before,
        Optional<Row> after,
        Origin origin,
        OptionalLong unknownSince,
        List<Origin> origins) {

    /// Where a state comes from.
    ///
    /// @param at when it was observed first
    /// @param task the row of the task that made it so, where that is certain
    /// @param happened when it did so, where that is known
    public record Origin(long at, OptionalLong task, OptionalLong happened) {

        public static Origin unknown(long at) {
            return new Origin(at, OptionalLong.empty());
        }

        Origin(long at, OptionalLong task) {
            this(at, task, OptionalLong.empty());
        }
    }

    /// A step that was observed as one.
    public Transition(
            HistoryTable kind, Optional<Version> before, Optional<Row> after, long at, OptionalLong unknownSince) {
        this(kind, before, after, new Origin(at, OptionalLong.empty()), unknownSince, List.of());
    }

    public long at() {
        return origin.at();
    }

    public OptionalLong task() {
        return origin.task();
    }

    public Origin origin(int column) {
        return origins.isEmpty() ? origin : origins.get(column);
    }

    /// Every task that one of its facts comes from.
    public LongStream tasks() {
        return Stream.concat(Stream.of(origin), origins.stream()).flatMapToLong(one -> one.task().stream());
    }

    public List<Object> key() {
        return after.or(() -> before.map(Version::row)).orElseThrow().key();
    }

    public Transition causedBy(Origin cause) {
        return new Transition(kind, before, after, cause, unknownSince, List.of());
    }

    /// @param facts what made each of them, by column; what did not change is not looked at
    public Transition causedBy(List<Origin> facts) {
        Set<OptionalLong> tasks = IntStream.range(0, facts.size())
                .filter(this::alters)
                .mapToObj(column -> facts.get(column).task())
                .collect(toSet());
        OptionalLong one = tasks.size() == 1 ? tasks.iterator().next() : OptionalLong.empty();
        return new Transition(kind, before, after, new Origin(at(), one), unknownSince, facts);
    }

    /// Whether the fact of this column is another one; only for what was there before and after.
    public boolean alters(int column) {
        return !before.orElseThrow()
                .facts()
                .text(column)
                .equals(after.orElseThrow().facts().text(column));
    }
}
