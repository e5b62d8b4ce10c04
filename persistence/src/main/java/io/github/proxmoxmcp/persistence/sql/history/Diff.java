package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Transition.Origin;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The difference between two moments. Only rows that were opened or closed between them are looked at: what a thing
/// was at the first moment is among those closed since, what it is at the second among those opened.
public final class Diff {

    private final Versions versions;
    private final FirstReadings firstReadings;
    private final long from;
    private final long to;
    private long forgottenUntil;

    /// Things, by kind and key, that came and went between the moments: nothing is told of their parts either.
    private final Set<List<Object>> passing = new HashSet<>();

    public Diff(Versions versions, long from, long to) {
        this.versions = versions;
        this.firstReadings = new FirstReadings(versions);
        this.from = from;
        this.to = to;
    }

    public List<Change> changes(String cluster) throws SQLException {
        forgottenUntil = new Clusters.Memory(versions).forgottenUntil().orElse(Long.MIN_VALUE);
        List<Transition> transitions = new ArrayList<>();
        Set<String> touched = touched();
        for (HistoryTable kind : HistoryTables.all()) {
            if (touched.contains(kind.table())) {
                transitions.addAll(transitions(kind));
            }
        }
        Map<List<Object>, Facts> guests = guests(transitions);
        List<ChangeEntry> entries = new ChangeTable(versions.connection(), versions.cluster())
                .attributed(
                        ChangeEntry.of(cluster, transitions, key -> Optional.ofNullable(guests.get(key))), from, to);
        return new ChangeFolder(new TaskRows(versions.connection(), versions.cluster(), 0)
                        .causes(entries.stream()
                                .flatMap(entry -> entry.origin().task().stream().boxed())))
                .foldThings(entries);
    }

    /// The tables of which rows were opened or closed between the moments: few, and asked of all at once.
    private Set<String> touched() throws SQLException {
        Set<String> touched = new HashSet<>();
        List<Object> values = new ArrayList<>();
        List<String> selects = new ArrayList<>();
        for (HistoryTable kind : HistoryTables.all()) {
            String rows = "exists (select 1 from " + kind.table() + " where cluster = ?";
            selects.add("select '" + kind.table() + "' where " + rows + " and valid_from > ? and valid_from <= ?) or "
                    + rows + " and valid_to > ? and valid_to <= ?)");
            values.addAll(List.of(versions.cluster(), from, to, versions.cluster(), from, to));
        }
        Batch.query(
                versions.connection(),
                row -> touched.add(row.getString(1)),
                String.join(" union all ", selects),
                values.toArray());
        return touched;
    }

    private List<Transition> transitions(HistoryTable kind) throws SQLException {
        Map<List<Object>, List<Version>> touched = new LinkedHashMap<>();
        for (Version version : touched(kind)) {
            touched.computeIfAbsent(version.key(), _ -> new ArrayList<>()).add(version);
        }
        firstReadings.read(kind, touched.keySet());
        List<Transition> transitions = new ArrayList<>();
        touched.forEach((key, found) -> {
            if (holdingAt(found, from).isEmpty() && holdingAt(found, to).isEmpty()) {
                passing.add(List.of(kind.kind(), key));
            }
            if (kind.isPart()
                    && passing.contains(List.of(
                            kind.owner().kind(), key.subList(0, kind.owner().keys())))) {
                return;
            }
            long start = Math.max(from, Math.min(to, firstReadings.of(kind, key)));
            transition(kind, found, start).ifPresent(transitions::add);
        });
        return transitions;
    }

    private List<Version> touched(HistoryTable kind) throws SQLException {
        List<Version> touched = new ArrayList<>(versions.find(kind, Where.within("valid_from", from, to)));
        versions.find(kind, Where.within("valid_to", from, to)).stream()
                .filter(version -> version.from() <= from)
                .forEach(touched::add);
        return touched;
    }

    private Optional<Transition> transition(HistoryTable kind, List<Version> found, long start) {
        Optional<Version> before = holdingAt(found, start);
        Optional<Version> after = holdingAt(found, to);
        if (before.map(Version::facts).equals(after.map(Version::facts))) {
            return Optional.empty();
        }
        Origin end = found.stream()
                .filter(version -> version.to().isPresent())
                .max(Comparator.comparingLong(version -> version.to().getAsLong()))
                .map(version -> new Origin(version.to().getAsLong(), version.closedBy()))
                .orElse(new Origin(to, OptionalLong.empty()));
        return Optional.of(new Transition(
                kind,
                before,
                after.map(Version::row),
                after.map(Diff::opening).orElse(end),
                OptionalLong.empty(),
                before.isPresent() && after.isPresent() ? origins(kind, found) : List.of()));
    }

    /// The latest change of each fact: what came back to what it was, or changed before another fact did, is not taken
    /// for the change of the row.
    private List<Origin> origins(HistoryTable kind, List<Version> found) {
        List<Version> steps = found.stream()
                .filter(version -> version.from() <= to)
                .sorted(Comparator.comparingLong(Version::from))
                .toList();
        List<Origin> origins = new ArrayList<>(Collections.nCopies(kind.facts().size(), opening(steps.getFirst())));
        for (int step = 1; step < steps.size(); step++) {
            Version before = steps.get(step - 1);
            Version after = steps.get(step);
            boolean gap = before.to().orElse(to) != after.from();
            for (int column = 0; column < origins.size(); column++) {
                if (gap || !before.facts().text(column).equals(after.facts().text(column))) {
                    // Across what was forgotten nobody can tell which step it was.
                    origins.set(
                            column,
                            before.to().orElse(to) <= forgottenUntil && gap
                                    ? new Origin(after.from(), OptionalLong.empty())
                                    : opening(after));
                }
            }
        }
        return origins;
    }

    private static Origin opening(Version version) {
        return new Origin(version.from(), version.openedBy());
    }

    private static Optional<Version> holdingAt(List<Version> versions, long moment) {
        return versions.stream()
                .filter(version -> version.from() <= moment
                        && (version.to().isEmpty() || version.to().getAsLong() > moment))
                .findFirst();
    }

    private Map<List<Object>, Facts> guests(List<Transition> transitions) throws SQLException {
        Set<Integer> vmids = transitions.stream()
                .filter(transition -> transition.kind().kind() == Kind.GUEST_CONFIG
                        || transition.kind().kind() == Kind.GUEST_SNAPSHOT)
                .map(transition -> (Integer) transition.key().getFirst())
                .collect(toSet());
        return versions.ofGuests(HistoryTables.GUESTS, vmids, Where.now()).stream()
                .collect(toMap(Version::key, Version::facts));
    }
}
