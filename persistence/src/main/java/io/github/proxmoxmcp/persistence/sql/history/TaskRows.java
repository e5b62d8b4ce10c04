package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Cause;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// The table of tasks, as recording needs it.
///
/// @param at when the look was taken that is being recorded
public record TaskRows(Connection connection, int cluster, long at) {

    /// Proxmox shows the effects of a task late: up to so long after its end.
    static final long JUST_BEFORE_MILLIS = 15_000;

    /// How the UPID of a line of the cluster's log begins, which is no task.
    public static final String LOG_LINE = "log:";

    /// When a line of the log was written: where the cluster's clock is far from ours, when it was first seen.
    public static final String LINE_AT = "case when started_at > noticed_at or started_at < noticed_at - 86400000 then"
            + " noticed_at else started_at end";

    /// A line of the log that no change refers to, itself or as that of a task that was asked for in it.
    public static final String UNEXPLAINED =
            "type = 'update' and upid like 'log:%' and is_cause = false and noticed_at is not null and not exists"
                    + " (select 1 from task asked where asked.cluster = task.cluster and asked.target = task.target and"
                    + " asked.type in ('qmconfig', 'resize') and asked.user_name = task.user_name and asked.is_cause ="
                    + " true and abs(asked.started_at - task.started_at) <= 1000)";

    /// A task or a line of the log, as the possible cause of a change.
    ///
    /// @param id of its row
    /// @param noticed when its end was first seen; absent: it runs
    /// @param exit its exit status, or the text of the line
    /// @param started when it began, by the cluster's clock; of a line when it was written
    /// @param made the vmid of what a clone made, where that is known
    public record Candidate(
            long id,
            String type,
            String target,
            String node,
            String user,
            boolean isLine,
            long started,
            OptionalLong ended,
            OptionalLong noticed,
            String exit,
            boolean isCause,
            Optional<String> made) {

        public boolean isRunning() {
            return noticed.isEmpty();
        }

        /// What it does is done by then.
        public long effective() {
            return ended.orElse(Long.MAX_VALUE);
        }

        /// Whether it was under way at a moment of the cluster's clock.
        public boolean covers(long moment) {
            return started <= moment && moment <= effective();
        }

        public UpdateLine line() {
            return new UpdateLine(exit);
        }

        public boolean succeeded() {
            return isRunning() || exit.equals("OK") || exit.startsWith("WARNINGS");
        }
    }

    /// Saves tasks that are new, and the end of those that were running; a running row never undoes an end. Returns
    /// those whose end is news.
    public List<Task> record(List<Task> seen) throws SQLException {
        Map<String, Task> byUpid = new LinkedHashMap<>();
        seen.forEach(task ->
                byUpid.merge(task.upid(), task, (one, other) -> one.endedAt().isPresent() ? one : other));
        Map<String, Boolean> known = known(byUpid.values());
        List<Task> fresh = byUpid.values().stream()
                .filter(task -> !known.containsKey(task.upid()))
                .toList();
        List<Task> ended = byUpid.values().stream()
                .filter(task -> task.endedAt().isPresent() && !known.getOrDefault(task.upid(), false))
                .toList();
        insert(fresh, isFirst() ? newest(seen) - JUST_BEFORE_MILLIS : Long.MIN_VALUE);
        end(ended.stream().filter(task -> known.containsKey(task.upid())).toList());
        noteMade(byUpid.values().stream()
                .filter(task -> task.made().isPresent() && known.containsKey(task.upid()))
                .toList());
        return ended;
    }

    /// Whether a transition is of the past: something was learned of it.
    public boolean isBefore(Transition transition) {
        return transition.at() < at;
    }

    /// Whether no task was ever seen before.
    private boolean isFirst() throws SQLException {
        List<Boolean> any = new ArrayList<>();
        versions().query("select 1 from task where cluster = ?", new Where(" limit 1", List.of()), _ -> any.add(true));
        return any.isEmpty();
    }

    private static long newest(List<Task> tasks) {
        return tasks.stream()
                .mapToLong(task -> task.endedAt().orElse(task.startedAt()).toEpochMilli())
                .max()
                .orElse(0);
    }

    /// By when it began and its UPID: an index of UPIDs would be as large as all other indexes of tasks together.
    private static final String OF_ONE = " where cluster = ? and started_at = ? and upid = ? and node = ? and type = ?";

    /// UPIDs in the table, and whether they have ended.
    private Map<String, Boolean> known(Collection<Task> tasks) throws SQLException {
        Map<String, Boolean> known = new HashMap<>();
        for (List<Task> some : Versions.chunks(tasks)) {
            versions()
                    .query(
                            "select upid, node, started_at, type, target, user_name, ended_at from task where cluster"
                                    + " = ?",
                            Where.in(
                                            "started_at",
                                            some.stream()
                                                    .map(task ->
                                                            task.startedAt().toEpochMilli())
                                                    .distinct()
                                                    .toList())
                                    .and(Where.in(
                                            "upid",
                                            some.stream()
                                                    .map(StoredUpid::of)
                                                    .distinct()
                                                    .toList())),
                            row -> known.put(upid(row, 1), row.getString(7) != null));
        }
        return known;
    }

    /// @param noticedSince what ended before this, by the cluster's clock, is old
    private void insert(List<Task> tasks, long noticedSince) throws SQLException {
        try (Batch insert = new Batch(
                connection,
                "insert into task (cluster, upid, node, type, target, user_name, started_at, ended_at, exit_status,"
                        + " is_cause, noticed_at, made) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Task task : tasks) {
                insert.set(cluster)
                        .set(StoredUpid.of(task))
                        .set(task.node())
                        .set(task.type())
                        .set(task.target())
                        .set(task.user())
                        .set(task.startedAt().toEpochMilli())
                        .set(task.endedAt().map(Instant::toEpochMilli))
                        .set(task.exitStatus())
                        .set(false)
                        .set(task.endedAt()
                                .map(Instant::toEpochMilli)
                                .filter(end -> end >= noticedSince)
                                .map(_ -> at))
                        .set(task.made())
                        .add();
            }
            insert.finish();
        }
    }

    private void end(List<Task> tasks) throws SQLException {
        try (Batch update =
                new Batch(connection, "update task set ended_at = ?, exit_status = ?, noticed_at = ?" + OF_ONE)) {
            for (Task task : tasks) {
                update.set(task.endedAt().map(Instant::toEpochMilli))
                        .set(task.exitStatus())
                        .set(at)
                        .set(cluster)
                        .set(task.startedAt().toEpochMilli())
                        .set(StoredUpid.of(task))
                        .set(task.node())
                        .set(task.type())
                        .add();
            }
            update.finish();
        }
    }

    private void noteMade(List<Task> tasks) throws SQLException {
        try (Batch update = new Batch(connection, "update task set made = ?" + OF_ONE)) {
            for (Task task : tasks) {
                update.set(task.made())
                        .set(cluster)
                        .set(task.startedAt().toEpochMilli())
                        .set(StoredUpid.of(task))
                        .set(task.node())
                        .set(task.type())
                        .add();
            }
            update.finish();
        }
    }

    /// Notes that changes refer to these tasks, by row.
    public void refer(Collection<Long> tasks) throws SQLException {
        try (Batch update = new Batch(connection, "update task set is_cause = ? where id = ?")) {
            for (Long task : tasks) {
                update.set(true).set(task).add();
            }
            update.finish();
        }
    }

    /// What ran at this look, or was seen to have ended after a moment, and may have changed these targets; every
    /// clone, whose target is the guest that is copied, and every backup, which may be one of many guests.
    public List<Candidate> deeds(Collection<String> targets, long after) throws SQLException {
        List<Candidate> found = new ArrayList<>();
        Where recent = new Where(" and (noticed_at >= ? and noticed_at <= ? or ended_at is null)", List.of(after, at));
        for (List<String> some : Versions.chunks(targets)) {
            deeds(Where.in("target", some).and(recent), found);
        }
        deeds(Where.in("type", List.of("qmclone", "vzclone", "vzdump")).and(recent), found);
        return found.stream().distinct().toList();
    }

    private void deeds(Where where, List<Candidate> found) throws SQLException {
        versions()
                .query(
                        "select id, type, target, node, user_name, upid, started_at, ended_at, noticed_at, exit_status,"
                                + " is_cause, made from task where cluster = ?",
                        where,
                        row -> found.add(new Candidate(
                                row.getLong(1),
                                row.getString(2),
                                Optional.ofNullable(row.getString(3)).orElse(""),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6).startsWith(LOG_LINE),
                                row.getLong(7),
                                Columns.time(row, 8),
                                Columns.time(row, 9),
                                Optional.ofNullable(row.getString(10)).orElse(""),
                                row.getBoolean(11),
                                Optional.ofNullable(row.getString(12)))));
    }

    /// Causes of changes, by row.
    public Map<Long, Cause> causes(Stream<Long> rows) throws SQLException {
        Set<Long> tasks = rows.collect(toSet());
        Map<Long, Cause> found = new HashMap<>();
        for (List<Long> some : Versions.chunks(tasks)) {
            versions()
                    .query(
                            "select id, upid, node, started_at, type, target, user_name, ended_at from task where"
                                    + " cluster = ?",
                            Where.in("id", some),
                            row -> found.put(row.getLong(1), cause(row)));
        }
        return found;
    }

    private static Cause cause(ResultSet row) throws SQLException {
        String upid = upid(row, 2);
        OptionalLong ended = Columns.time(row, 8);
        return new Cause(
                upid.startsWith(LOG_LINE) ? "" : upid,
                row.getString(5),
                row.getString(7),
                ended.isPresent() ? Optional.of(Instant.ofEpochMilli(ended.getAsLong())) : Optional.empty());
    }

    /// The UPID of a row that has from a column on what it is made of: upid, node, started_at, type, target, user_name.
    public static String upid(ResultSet row, int first) throws SQLException {
        return StoredUpid.whole(
                row.getString(first),
                row.getString(first + 1),
                row.getLong(first + 2),
                row.getString(first + 3),
                Optional.ofNullable(row.getString(first + 4)),
                row.getString(first + 5));
    }

    private Versions versions() {
        return new Versions(connection, cluster);
    }
}
