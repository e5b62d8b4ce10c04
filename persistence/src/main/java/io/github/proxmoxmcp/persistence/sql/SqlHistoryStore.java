package io.github.proxmoxmcp.persistence.sql;

import static java.util.stream.Collectors.joining;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.HistoryStore;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.ChangeCounts;
import io.github.proxmoxmcp.persistence.sql.history.ChangeReader;
import io.github.proxmoxmcp.persistence.sql.history.ChangeTable;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.Diff;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTable;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.history.TaskRows;
import io.github.proxmoxmcp.persistence.sql.history.UpdateLine;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

final class SqlHistoryStore implements HistoryStore {

    private static final int MAX_LOG_LINES = 1000;

    private final Database database;

    SqlHistoryStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Change> diff(String cluster, Instant from, Instant to) {
        if (from.isAfter(to)) {
            return diff(cluster, to, from);
        }
        return Clusters.read(
                database,
                cluster,
                List.of(),
                versions -> new Diff(versions, from.toEpochMilli(), to.toEpochMilli()).changes(cluster));
    }

    @Override
    public Page<Change> changes(ChangeQuery query) {
        return Clusters.read(
                database,
                query.cluster(),
                new Page<>(List.of(), 0, Optional.empty()),
                versions -> new ChangeReader(versions).page(query));
    }

    @Override
    public Page<Attempt> attempts(ChangeQuery query, int limit) {
        boolean ofGuests = query.storage().isEmpty()
                && query.kind().filter(kind -> kind != Kind.GUEST).isEmpty();
        return Clusters.read(database, query.cluster(), new Page<>(List.of(), 0, Optional.empty()), versions -> {
            List<Attempt> found = new ArrayList<>();
            if (ofGuests) {
                versions.query(
                        "select " + TaskRows.LINE_AT + ", target, user_name, exit_status from task where cluster"
                                + " = ? and " + TaskRows.UNEXPLAINED,
                        lines(query),
                        row -> found.add(new Attempt(
                                Instant.ofEpochMilli(row.getLong(1)),
                                Integer.parseInt(row.getString(2)),
                                row.getString(3),
                                row.getString(4))));
            }
            List<Attempt> asked = found.stream()
                    .filter(line -> query.field()
                            .filter(field -> !new UpdateLine(line.text()).tells(field))
                            .isEmpty())
                    .toList();
            return new Page<>(asked.stream().limit(limit).toList(), asked.size(), Optional.empty());
        });
    }

    private static Where lines(ChangeQuery query) {
        long from = query.from().toEpochMilli();
        long to = query.to().toEpochMilli();
        return new Where(
                        " and noticed_at > ? and " + TaskRows.LINE_AT + " > ? and " + TaskRows.LINE_AT + " <= ?",
                        List.of(from, from, to))
                .and(query.id().map(vmid -> Where.is("target", vmid)))
                .and(query.node().map(node -> Where.is("node", node)))
                .and(query.actor().map(user -> Where.isUser("user_name", user)))
                .and(new Where(" order by 1 desc, id desc limit ?", List.of(MAX_LOG_LINES)));
    }

    @Override
    public List<Change> recorded(String cluster, Instant seenAfter, int limit) {
        return Clusters.read(
                database,
                cluster,
                List.of(),
                versions -> new ChangeReader(versions).recorded(seenAfter.toEpochMilli(), limit));
    }

    @Override
    public SortedMap<Instant, Long> activity(String cluster, Instant from, Instant to, Duration part) {
        return Clusters.read(
                database, cluster, new TreeMap<>(), versions -> new ChangeCounts(versions).activity(from, to, part));
    }

    @Override
    public Neighbours neighbours(String cluster, Instant moment, Instant from, Instant to) {
        return Clusters.read(
                database,
                cluster,
                new Neighbours(Optional.empty(), Optional.empty()),
                versions -> new ChangeCounts(versions).neighbours(moment, from, to));
    }

    @Override
    public Page<Change> history(String cluster, Kind kind, String id, Optional<String> cursor, int limit) {
        return changes(new ChangeQuery(
                cluster,
                Instant.EPOCH,
                Instant.ofEpochMilli(Long.MAX_VALUE),
                Optional.of(kind),
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                cursor,
                limit));
    }

    @Override
    public Optional<Instant> firstSeen(String cluster, Kind kind, String id) {
        return Clusters.read(database, cluster, Optional.empty(), versions -> {
            List<Instant> first = new ArrayList<>();
            for (HistoryTable table : tables(kind)) {
                versions.query(
                        "select min(t.valid_from) from " + table.table() + " t where t.cluster = ?",
                        ofOne(table, id),
                        row -> Columns.time(row, 1).ifPresent(time -> first.add(Instant.ofEpochMilli(time))));
            }
            return first.stream().findFirst();
        });
    }

    private static List<HistoryTable> tables(Kind kind) {
        return HistoryTables.all().stream()
                .filter(table -> table.kind() == kind && !table.isPart())
                .toList();
    }

    private static Where ofOne(HistoryTable table, String id) {
        if (table.kind() != Kind.GUEST) {
            return Where.is(ChangeTable.thing(table), id);
        }
        // No vmid is negative: a text that is none finds nothing.
        return Where.is("t.vmid", id.matches("[0-9]{1,9}") ? Integer.parseInt(id) : -1);
    }

    @Override
    public List<String> ids(String cluster, Kind kind, int limit) {
        return Clusters.read(database, cluster, List.of(), versions -> {
            List<String> ids = new ArrayList<>();
            for (HistoryTable table : tables(kind)) {
                for (Where where : List.of(Where.now(), Where.ANY)) {
                    if (ids.isEmpty()) {
                        versions.query(
                                "select distinct " + ChangeTable.thing(table) + " from " + table.table()
                                        + " t where t.cluster = ?",
                                where.and(new Where(" limit ?", List.of(limit))),
                                row -> ids.add(row.getString(1)));
                    }
                }
            }
            return ids;
        });
    }

    @Override
    public Optional<Instant> beginning(String cluster) {
        return Clusters.read(database, cluster, Optional.empty(), versions -> {
            OptionalLong forgotten = new Clusters.Memory(versions).forgottenUntil();
            if (forgotten.isPresent()) {
                return Optional.of(Instant.ofEpochMilli(forgotten.getAsLong()));
            }
            // One statement: a table each would be forty journeys to the database.
            List<Instant> first = new ArrayList<>();
            Batch.query(
                    versions.connection(),
                    row -> Columns.time(row, 1).ifPresent(time -> first.add(Instant.ofEpochMilli(time))),
                    HistoryTables.all().stream()
                            .map(kind -> "select min(valid_from) from " + kind.table() + " where cluster = ?")
                            .collect(joining(" union all ")),
                    Collections.nCopies(HistoryTables.all().size(), versions.cluster())
                            .toArray());
            return first.stream().min(Instant::compareTo);
        });
    }
}
