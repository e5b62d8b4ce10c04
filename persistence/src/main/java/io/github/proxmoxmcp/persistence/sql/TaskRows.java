package io.github.proxmoxmcp.persistence.sql;

import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.Cause;
import io.github.proxmoxmcp.persistence.Task;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The table of tasks, as recording needs it.
record TaskRows(Connection connection, int cluster) {

    /// A task that has ended, as the possible cause of a change.
    ///
    /// @param id of its row
    record Ended(long id, String target, Cause cause) {}

    /// Saves tasks that are new, and the end of those that were running; a running row never undoes an end. Returns
    /// those whose end is news.
    List<Task> record(List<Task> seen) throws SQLException {
        Map<String, Task> byUpid = new LinkedHashMap<>();
        seen.forEach(task ->
                byUpid.merge(task.upid(), task, (one, other) -> one.endedAt().isPresent() ? one : other));
        Map<String, Boolean> known = known(byUpid.keySet());
        List<Task> fresh = byUpid.values().stream()
                .filter(task -> !known.containsKey(task.upid()))
                .toList();
        List<Task> ended = byUpid.values().stream()
                .filter(task -> task.endedAt().isPresent() && !known.getOrDefault(task.upid(), false))
                .toList();
        insert(fresh);
        end(ended.stream().filter(task -> known.containsKey(task.upid())).toList());
        return ended;
    }

    /// UPIDs in the table, and whether they have ended.
    private Map<String, Boolean> known(Collection<String> upids) throws SQLException {
        Map<String, Boolean> known = new HashMap<>();
        for (List<String> some : Versions.chunks(upids)) {
            versions()
                    .query(
                            "select upid, ended_at from task where cluster = ?",
                            Where.in("upid", some),
                            row -> known.put(row.getString(1), row.getString(2) != null));
        }
        return known;
    }

    private void insert(List<Task> tasks) throws SQLException {
        try (Batch insert = new Batch(
                connection,
                "insert into task (cluster, upid, node, type, target, user_name, started_at, ended_at, exit_status,"
                        + " is_cause) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Task task : tasks) {
                insert.set(cluster)
                        .set(task.upid())
                        .set(task.node())
                        .set(task.type())
                        .set(task.target())
                        .set(task.user())
                        .set(task.startedAt().toEpochMilli())
                        .set(task.endedAt().map(Instant::toEpochMilli))
                        .set(task.exitStatus())
                        .set(false)
                        .add();
            }
            insert.finish();
        }
    }

    private void end(List<Task> tasks) throws SQLException {
        try (Batch update =
                new Batch(connection, "update task set ended_at = ?, exit_status = ? where cluster = ? and upid = ?")) {
            for (Task task : tasks) {
                update.set(task.endedAt().map(Instant::toEpochMilli))
                        .set(task.exitStatus())
                        .set(cluster)
                        .set(task.upid())
                        .add();
            }
            update.finish();
        }
    }

    /// Notes that changes refer to these tasks, by row.
    void refer(Collection<Long> tasks) throws SQLException {
        try (Batch update = new Batch(connection, "update task set is_cause = ? where id = ?")) {
            for (Long task : tasks) {
                update.set(true).set(task).add();
            }
            update.finish();
        }
    }

    /// Tasks on these targets that ended after one moment and not after another.
    List<Ended> ended(Collection<String> targets, long after, long until) throws SQLException {
        List<Ended> found = new ArrayList<>();
        for (List<String> some : Versions.chunks(targets)) {
            versions()
                    .query(
                            "select id, target, upid, type, user_name, ended_at from task where cluster = ?",
                            Where.in("target", some).and(Where.within("ended_at", after, until)),
                            row -> found.add(new Ended(row.getLong(1), row.getString(2), cause(row, 3))));
        }
        return found;
    }

    /// Those of these tasks that are known and have ended, by row.
    Map<Long, Cause> causes(Stream<Transition> transitions) throws SQLException {
        Set<Long> tasks = transitions.flatMapToLong(Transition::tasks).boxed().collect(toSet());
        Map<Long, Cause> found = new HashMap<>();
        for (List<Long> some : Versions.chunks(tasks)) {
            versions()
                    .query(
                            "select id, upid, type, user_name, ended_at from task where cluster = ?",
                            Where.in("id", some).and(new Where(" and ended_at is not null", List.of())),
                            row -> found.put(row.getLong(1), cause(row, 2)));
        }
        return found;
    }

    private static Cause cause(ResultSet row, int first) throws SQLException {
        return new Cause(
                row.getString(first),
                row.getString(first + 1),
                row.getString(first + 2),
                Instant.ofEpochMilli(row.getLong(first + 3)));
    }

    private Versions versions() {
        return new Versions(connection, cluster);
    }
}
