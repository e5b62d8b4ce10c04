package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.RowCursor;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.StoredUpid;
import io.github.proxmoxmcp.persistence.sql.history.TaskRows;
import io.github.proxmoxmcp.persistence.sql.history.Versions;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.persistence.task.TaskStore;
import io.github.proxmoxmcp.persistence.value.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

final class SqlTaskStore implements TaskStore {

    private static final String SELECT =
            "select upid, node, started_at, type, target, user_name, ended_at, exit_status from task where cluster = ?"
                    + " and upid not like 'log:%'";
    private static final String WELL = "(exit_status = 'OK' or exit_status like 'WARNINGS%')";

    private final Database database;

    SqlTaskStore(Database database) {
        this.database = database;
    }

    @Override
    public Page<Task> list(TaskQuery query) {
        return Clusters.read(database, query.cluster(), new Page<>(List.of(), 0, Optional.empty()), versions -> {
            Where wanted = wanted(query);
            Where order = new Where(
                    " order by started_at desc, " + StoredUpid.ORDER + " limit ?", List.of(query.limit() + 1));
            List<Task> found = find(
                    versions,
                    wanted.and(query.cursor().map(cursor -> after(cursor, query)))
                            .and(order));
            List<Task> rows = List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
            Optional<String> next = found.size() > rows.size()
                    ? Optional.of(new RowCursor(
                                    Long.toString(rows.getLast().startedAt().toEpochMilli()),
                                    StoredUpid.order(rows.getLast()))
                            .encode(pages(query)))
                    : Optional.empty();
            boolean all = query.cursor().isEmpty() && next.isEmpty();
            return new Page<>(rows, all ? rows.size() : count(versions, wanted), next);
        });
    }

    private static long count(Versions versions, Where wanted) throws SQLException {
        long[] count = new long[1];
        versions.query(
                "select count(*) from task where cluster = ? and upid not like 'log:%'",
                wanted, row -> count[0] = row.getLong(1));
        return count[0];
    }

    @Override
    public Optional<Task> get(String cluster, String upid) {
        return Clusters.read(database, cluster, Optional.empty(), versions -> {
            for (Where began : began(upid)) {
                Optional<Task> task =
                        find(
                                        versions,
                                        began.and(Where.in(
                                                "upid",
                                                StoredUpid.possible(upid).toList())))
                                .stream()
                                .filter(found -> found.upid().equals(upid))
                                .findFirst();
                if (task.isPresent()) {
                    return task;
                }
            }
            return Optional.empty();
        });
    }

    /// A UPID says in which second its task began, and tasks are found by that; one of another form among all.
    private static List<Where> began(String upid) {
        String[] parts = upid.split(":");
        return parts.length > 4 && parts[4].matches("[0-9A-Fa-f]{1,8}")
                ? List.of(Where.is("started_at", 1000 * Long.parseLong(parts[4], 16)), Where.ANY)
                : List.of(Where.ANY);
    }

    @Override
    public List<String> types(String cluster) {
        return distinct(cluster, "type");
    }

    @Override
    public List<String> users(String cluster) {
        return distinct(cluster, "user_name");
    }

    private List<String> distinct(String cluster, String column) {
        return Clusters.read(database, cluster, List.of(), versions -> {
            List<String> values = new ArrayList<>();
            versions.query(
                    "select distinct " + column + " from task where cluster = ? and upid not like 'log:%'",
                    Where.ANY,
                    row -> values.add(row.getString(1)));
            Collections.sort(values);
            return values;
        });
    }

    private static List<Task> find(Versions versions, Where where) throws SQLException {
        List<Task> found = new ArrayList<>();
        versions.query(SELECT, where, row -> found.add(task(row)));
        return found;
    }

    private static Where wanted(TaskQuery query) {
        return Where.ANY
                .and(query.vmid().map(vmid -> Where.is("target", vmid.toString())))
                .and(query.node().map(node -> Where.is("node", node)))
                .and(query.type().map(type -> Where.is("type", type)))
                .and(query.user().map(user -> Where.isUser("user_name", user)))
                .and(query.outcome().map(SqlTaskStore::hasOutcome))
                .and(query.since()
                        .map(since ->
                                new Where(" and (ended_at is null or ended_at >= ?)", List.of(since.toEpochMilli()))));
    }

    private static Where hasOutcome(TaskQuery.Outcome outcome) {
        return new Where(
                switch (outcome) {
                    case RUNNING -> " and ended_at is null";
                    case OK -> " and ended_at is not null and " + WELL;
                    case FAILED -> " and ended_at is not null and (exit_status is null or not " + WELL + ")";
                },
                List.of());
    }

    private static Where after(String text, TaskQuery query) {
        RowCursor cursor = RowCursor.decode(text, pages(query));
        try {
            Long started = Long.valueOf(cursor.value());
            return new Where(
                    " and (started_at < ? or (started_at = ? and " + StoredUpid.ORDER + " > ?))",
                    List.of(started, started, cursor.id()));
        } catch (NumberFormatException e) {
            throw RowCursor.bad(text);
        }
    }

    private static Task task(ResultSet row) throws SQLException {
        OptionalLong ended = Columns.time(row, 7);
        return new Task(
                TaskRows.upid(row, 1),
                row.getString(2),
                row.getString(4),
                Optional.ofNullable(row.getString(5)),
                row.getString(6),
                Instant.ofEpochMilli(row.getLong(3)),
                ended.isPresent() ? Optional.of(Instant.ofEpochMilli(ended.getAsLong())) : Optional.empty(),
                Optional.ofNullable(row.getString(8)));
    }

    /// What is the same for all pages of this list.
    private static String pages(TaskQuery query) {
        return String.join(
                "|",
                query.cluster(),
                query.vmid().toString(),
                query.node().toString(),
                query.type().toString(),
                query.user().toString(),
                query.outcome().toString(),
                query.since().toString());
    }
}
