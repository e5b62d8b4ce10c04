package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestSnapshots;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Comparison.Absent;
import io.github.proxmoxmcp.persistence.sql.history.Comparison.Mark;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The recording of one observation, within one transaction.
public final class Recording {

    /// A change of one of these is no reason to read the details of a guest.
    private static final Set<String> NO_HINT = Set.of("pool", "ha_state");

    private final Connection connection;
    private final Observation seen;
    private final long at;
    private final Versions versions;
    private final TaskRows tasks;
    private final Comparison comparison;
    private final GuestComparison guests;
    private final ListComparison lists;

    /// Kinds of which nothing had ever been seen.
    private final Set<HistoryTable> firstSeen = new HashSet<>();

    public Recording(Connection connection, int cluster, Observation seen) {
        this.connection = connection;
        this.seen = seen;
        this.at = seen.at().toEpochMilli();
        this.versions = new Versions(connection, cluster);
        this.tasks = new TaskRows(connection, cluster, at);
        this.comparison = new Comparison(at);
        this.guests = new GuestComparison(versions, seen, comparison);
        this.lists = new ListComparison(versions, seen, comparison);
    }

    public List<Change> run() throws SQLException {
        OptionalLong guestsSeen = lock();
        List<Task> ended = tasks.record(seen.tasks());
        compareAll();
        List<Transition> transitions = new Causes(tasks, guests::present)
                .assign(comparison.transitions(), transition -> before(transition, guestsSeen));
        tasks.refer(transitions.stream()
                .flatMapToLong(Transition::tasks)
                .boxed()
                .distinct()
                .toList());
        write(transitions);
        recordGauges(transitions);
        recordDetails(transitions, ended);
        ChangeTable table = new ChangeTable(connection, versions.cluster());
        tasks.refer(table.attributeLate(
                tasks, ended.stream().flatMap(task -> task.target().stream()).collect(toSet()), at));
        return changes(table, transitions, guestsSeen.isPresent());
    }

    /// Writes the changes that these transitions are, and tells of them.
    private List<Change> changes(ChangeTable table, List<Transition> transitions, boolean guestsSeen)
            throws SQLException {
        table.correct(entries(transitions.stream().filter(this::isLearned)));
        List<Transition> news = transitions.stream()
                .filter(transition -> isNews(transition, guestsSeen))
                .toList();
        table.attributeClones(seen.tasks(), at);
        // What held for no time at all never held: two looks in one millisecond.
        List<ChangeEntry> entries = table.merge(entries(news.stream().filter(this::isAtOnce)));
        entries.addAll(entries(news.stream().filter(transition -> !isAtOnce(transition))));
        entries = table.withoutLocks(entries);
        table.write(entries);
        return new ChangeFolder(tasks.causes(
                        news.stream().flatMapToLong(Transition::tasks).boxed()))
                .foldSteps(entries);
    }

    private List<ChangeEntry> entries(Stream<Transition> transitions) {
        return ChangeEntry.of(seen.cluster(), transitions.toList(), guests::facts);
    }

    private boolean isAtOnce(Transition transition) {
        return transition.before().filter(version -> version.from() == at).isPresent();
    }

    /// Lets one recording of a cluster at a time through, until its transaction ends. Returns when all guests were seen
    /// before.
    private OptionalLong lock() throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update known_cluster set name = name where id = ?")) {
            update.setInt(1, versions.cluster());
            update.executeUpdate();
        }
        List<OptionalLong> before = new ArrayList<>();
        versions.query(
                "select guests_seen_at from known_cluster where id = ?",
                Where.ANY,
                row -> before.add(Columns.time(row, 1)));
        if (seen.complete().contains(Kind.GUEST)) {
            try (PreparedStatement update =
                    connection.prepareStatement("update known_cluster set guests_seen_at = ? where id = ?")) {
                update.setLong(1, Math.max(at, before.getFirst().orElse(at)));
                update.setInt(2, versions.cluster());
                update.executeUpdate();
            }
        }
        return before.getFirst();
    }

    private void compareAll() throws SQLException {
        compare(
                HistoryTables.CLUSTERS,
                seen.facts().stream().map(HistoryTables::row).toList());
        compare(
                HistoryTables.NODES,
                seen.nodes().rows().stream().map(HistoryTables::row).toList());
        compare(
                HistoryTables.NODE_DETAILS,
                seen.nodes().details().stream().map(HistoryTables::row).toList());
        compare(
                HistoryTables.STORAGES,
                seen.storages().rows().stream().map(HistoryTables::row).toList());
        guests.compare();
        lists.compare();
        lists.endGone();
    }

    /// Compares things that have no parts. What Proxmox does not tell at present (sizes of a node that is offline, the
    /// quorum without the right to read it) stays as it was.
    private void compare(HistoryTable kind, List<Row> rows) throws SQLException {
        boolean complete = seen.complete().contains(kind.kind());
        if (rows.isEmpty() && !complete) {
            return;
        }
        if (!versions.any(kind)) {
            firstSeen.add(kind);
        }
        List<Version> current = versions.find(kind, Where.now()).stream()
                .filter(version -> !lists.isGone(kind, version.key()))
                .toList();
        Map<List<Object>, Facts> known = current.stream().collect(toMap(Version::key, Version::facts));
        Set<List<Object>> unknown = new HashSet<>();
        List<Row> merged = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Facts before = known.get(row.key());
            if (lists.isGone(kind, row.key())) {
                continue;
            }
            if (before != null && isUnknown(kind, row.facts()) && !isUnknown(kind, before)) {
                // Just booting, or nobody has looked yet: what was is all that is sure.
                unknown.add(row.key());
                merged.add(new Row(row.key(), before));
            } else {
                merged.add(before == null ? row : new Row(row.key(), row.facts().orElse(before)));
            }
        }
        comparison.compareLearning(
                kind,
                current,
                merged,
                unknown,
                complete ? Absent.BECOME_UNKNOWN : Absent.STAY,
                (before, _) -> isUnknown(kind, before.facts()));
    }

    private static boolean isUnknown(HistoryTable kind, Facts facts) {
        OptionalInt status = kind.facts().find("status");
        return status.isPresent() && facts.text(status.getAsInt()).equals(Optional.of("unknown"));
    }

    /// When the thing of a transition was looked at before.
    private OptionalLong before(Transition transition, OptionalLong guestsSeen) {
        return switch (transition.kind().kind()) {
            case GUEST_CONFIG -> guests.detail(transition.key()).configRead();
            case GUEST_SNAPSHOT -> guests.detail(transition.key()).snapshotsRead();
            case GUEST -> guestsSeen;
            case BACKUP, HA_RESOURCE -> lists.lastRead(transition.kind(), transition.key());
            default -> OptionalLong.empty();
        };
    }

    private void write(List<Transition> transitions) throws SQLException {
        Map<HistoryTable, List<Transition>> changed = transitions.stream().collect(groupingBy(Transition::kind));
        Map<HistoryTable, List<Mark>> marked = comparison.marks().stream().collect(groupingBy(Mark::kind));
        HistoryWriter writer = new HistoryWriter(connection, versions.cluster());
        for (HistoryTable kind : HistoryTables.all()) {
            writer.write(kind, changed.getOrDefault(kind, List.of()), marked.getOrDefault(kind, List.of()));
        }
    }

    private void recordGauges(List<Transition> transitions) throws SQLException {
        Gauges.NODES.record(
                versions,
                seen.nodes().gauges().stream()
                        .map(Gauges::row)
                        .filter(row -> !lists.isGone(HistoryTables.NODES, row.key()))
                        .toList());
        Gauges.STORAGES.record(
                versions,
                seen.storages().gauges().stream()
                        .map(Gauges::row)
                        .filter(row -> !lists.isGone(HistoryTables.STORAGES, row.key()))
                        .toList());
        Gauges.GUESTS.record(
                versions,
                seen.guests().gauges().stream()
                        .filter(gauges -> !seen.guests().gone().contains(gauges.vmid()))
                        .map(Gauges::row)
                        .toList());
        forget(transitions, HistoryTables.NODES, Gauges.NODES);
        forget(transitions, HistoryTables.STORAGES, Gauges.STORAGES);
        forget(transitions, HistoryTables.GUESTS, Gauges.GUESTS);
    }

    private void forget(List<Transition> transitions, HistoryTable kind, Gauges gauges) throws SQLException {
        List<Transition> gone = transitions.stream()
                .filter(one -> one.kind().equals(kind) && one.after().isEmpty())
                .toList();
        try (Batch delete = new Batch(connection, gauges.delete())) {
            for (Transition one : gone) {
                delete.setAll(one.key().subList(0, gauges.key().size()))
                        .set(versions.cluster())
                        .add();
            }
            delete.finish();
        }
        if (!gone.isEmpty()) {
            TableVersions.written(connection, versions.cluster(), gauges.table());
        }
    }

    private void recordDetails(List<Transition> transitions, List<Task> ended) throws SQLException {
        DetailRows rows = new DetailRows(versions, at);
        rows.add(transitions.stream()
                .filter(transition -> transition.kind().kind() == Kind.GUEST
                        && transition.before().isEmpty())
                .map(Transition::key)
                .toList());
        Set<Integer> hinted = new HashSet<>();
        transitions.stream()
                .filter(Recording::isHint)
                .forEach(transition -> hinted.add((Integer) transition.key().getFirst()));
        ended.stream()
                .filter(task -> TaskEffects.any(task.type()))
                .flatMap(task -> task.target().stream())
                .filter(target -> target.matches("[0-9]{1,9}"))
                .forEach(target -> hinted.add(Integer.valueOf(target)));
        rows.hint(hinted);
        Map<List<Object>, String> digests = new HashMap<>();
        for (GuestConfig config : seen.guests().configs()) {
            guests.key(config.vmid()).ifPresent(key -> digests.put(key, config.digest()));
        }
        rows.configsRead(digests);
        rows.snapshotsRead(seen.guests().snapshots().stream()
                .map(GuestSnapshots::vmid)
                .flatMap(vmid -> guests.key(vmid).stream())
                .toList());
    }

    /// Whether this only tells more of what was the case already: no change, and no new interval.
    private boolean isLearned(Transition transition) {
        return transition.before().isPresent() && transition.after().isPresent() && transition.at() < at;
    }

    private static boolean isHint(Transition transition) {
        return transition.kind().kind() == Kind.GUEST
                && transition.before().isPresent()
                && transition.after().isPresent()
                && IntStream.range(0, transition.kind().facts().size())
                        .filter(transition::alters)
                        .anyMatch(column ->
                                !NO_HINT.contains(transition.kind().facts().name(column)));
    }

    /// What is read for the first time became known, it did not change: the one place that says what a change is.
    private boolean isNews(Transition transition, boolean guestsSeen) {
        if (transition.before().isPresent()) {
            return !isLearned(transition)
                    && (transition.after().isPresent()
                            || transition.key().isEmpty()
                            || !lists.wentWithItsPlace(transition.kind(), transition.key()));
        }
        return switch (transition.kind().kind()) {
            case GUEST -> guestsSeen;
            case NODE, STORAGE -> !firstSeen.contains(transition.kind());
            case GUEST_CONFIG -> guests.detail(transition.key()).configSince().isPresent();
            case GUEST_SNAPSHOT ->
                guests.detail(transition.key()).snapshotsSince().isPresent();
            default -> transition.kind().scope().isEmpty() || lists.wasKnown(transition.kind(), transition.key());
        };
    }
}
