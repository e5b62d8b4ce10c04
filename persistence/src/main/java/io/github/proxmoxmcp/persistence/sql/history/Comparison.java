package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.sql.history.Transition.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;

/// Compares what was seen with what is current, for any kind. What became current after the look is left alone: the
/// look is the older news.
public final class Comparison {

    private final long at;
    private final List<Transition> transitions = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    public Comparison(long at) {
        this.at = at;
    }

    /// What is done about things that are current and were not seen.
    public enum Absent {
        /// The look was partial.
        STAY,
        /// Nobody can tell what became of them.
        BECOME_UNKNOWN,
        /// The look was at all of them, and is proof.
        END
    }

    /// A version whose `unknown since` is to be set or cleared.
    public record Mark(HistoryTable kind, Version version, OptionalLong unknownSince) {}

    public List<Transition> transitions() {
        return transitions;
    }

    public List<Mark> marks() {
        return marks;
    }

    /// @param unknown keys of what was seen but of which nobody can tell at present
    public void compare(
            HistoryTable kind,
            Collection<Version> current,
            Collection<Row> seen,
            Set<List<Object>> unknown,
            Absent absent) {
        compareLearning(kind, current, seen, unknown, absent, (_, _) -> false);
    }

    /// @param learns whether a row only says more of what was the case already: it takes the old one's place
    public void compareLearning(
            HistoryTable kind,
            Collection<Version> current,
            Collection<Row> seen,
            Set<List<Object>> unknown,
            Absent absent,
            BiPredicate<Version, Row> learns) {
        Map<List<Object>, Version> rest = HashMap.newHashMap(current.size());
        current.forEach(version -> rest.put(version.key(), version));
        Set<List<Object>> done = HashSet.newHashSet(seen.size());
        for (Row row : seen) {
            if (done.add(row.key())) {
                compare(kind, Optional.ofNullable(rest.remove(row.key())), row, unknown.contains(row.key()), learns);
            }
        }
        for (Version version : rest.values()) {
            if (version.from() <= at && absent == Absent.BECOME_UNKNOWN) {
                mark(kind, version, true);
            } else if (absent == Absent.END) {
                end(kind, version);
            }
        }
    }

    private void compare(
            HistoryTable kind, Optional<Version> before, Row row, boolean unknown, BiPredicate<Version, Row> learns) {
        if (before.isPresent() && before.get().from() > at) {
            return;
        }
        if (before.isPresent() && before.get().facts().equals(row.facts())) {
            mark(kind, before.get(), unknown);
            return;
        }
        OptionalLong known = before.map(Version::unknownSince).orElse(OptionalLong.empty());
        OptionalLong since = unknown ? OptionalLong.of(known.orElse(at)) : OptionalLong.empty();
        if (before.isPresent() && learns.test(before.get(), row)) {
            Origin origin = new Origin(before.get().from(), before.get().openedBy());
            transitions.add(new Transition(kind, before, Optional.of(row), origin, since, List.of()));
            return;
        }
        transitions.add(new Transition(kind, before, Optional.of(row), at, since));
    }

    /// Ends what is confirmed to be there no more.
    public void end(HistoryTable kind, Version version) {
        if (version.from() <= at) {
            transitions.add(new Transition(kind, Optional.of(version), Optional.empty(), at, OptionalLong.empty()));
        }
    }

    private void mark(HistoryTable kind, Version version, boolean unknown) {
        OptionalLong since = version.unknownSince();
        if (unknown && since.isEmpty()) {
            marks.add(new Mark(kind, version, OptionalLong.of(at)));
        } else if (!unknown && since.isPresent() && since.getAsLong() <= at) {
            marks.add(new Mark(kind, version, OptionalLong.empty()));
        }
    }
}
