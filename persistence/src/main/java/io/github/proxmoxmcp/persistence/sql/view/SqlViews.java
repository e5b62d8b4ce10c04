package io.github.proxmoxmcp.persistence.sql.view;

import static io.github.proxmoxmcp.persistence.sql.tables.Tables.CLUSTER_STATE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.NODE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.NODE_DETAIL;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.NODE_GAUGE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.STATE_SNAPSHOT;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.STORAGE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.STORAGE_GAUGE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.TASK;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.bool;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.bytes;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.example;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.integer;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.item;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.number;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.text;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.time;

import io.github.proxmoxmcp.persistence.sql.history.TaskRows;
import io.github.proxmoxmcp.persistence.sql.view.SqlView.Item;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The views that can be asked in SQL. This is their only definition: the reference page and the error messages are
/// made from it.
public final class SqlViews {

    public static final List<SqlView> ALL = Stream.of(
                    List.of(
                            cluster(),
                            nodes(),
                            capacity(),
                            GuestViews.guests(),
                            GuestViews.configurations(),
                            GuestViews.snapshots(),
                            GuestViews.disks(),
                            GuestViews.cards(),
                            ReportViews.addresses(),
                            ReportViews.reports(),
                            ReportViews.pending(),
                            storages(),
                            tasks(),
                            logLines(),
                            snapshots()),
                    InventoryViews.all(),
                    List.of(ChangesView.VIEW))
            .flatMap(List::stream)
            .toList();

    /// Said of every gauge.
    static final String LATEST = "; known for the present only, null in the past";

    private SqlViews() {}

    private static SqlView cluster() {
        return new SqlView(
                "cluster",
                "The cluster as a whole: one row.",
                example("Is the cluster quorate, and since when?", """
                    select name, quorate, valid_from
                    from cluster\
                    """),
                items(
                        List.of(
                                text("name", "Proxmox's own name of the cluster", CLUSTER_STATE.NAME),
                                bool("quorate", "whether it may be written to", CLUSTER_STATE.QUORATE)),
                        validity(CLUSTER_STATE.VALID_FROM, CLUSTER_STATE.VALID_TO, CLUSTER_STATE.UNKNOWN_SINCE)),
                (scope, fields) -> DSL.select(fields)
                        .from(CLUSTER_STATE)
                        .where(CLUSTER_STATE.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(scope.holds(CLUSTER_STATE.VALID_FROM, CLUSTER_STATE.VALID_TO)));
    }

    private static SqlView nodes() {
        return new SqlView(
                "nodes",
                "One row for each node.",
                example("How much memory was promised to the running guests of each node?", """
                    select n.name, n.memory_bytes, sum(g.memory_bytes) as promised_bytes
                    from nodes n left join guests g on g.node = n.name and g.status = 'running'
                    group by n.name, n.memory_bytes order by n.name\
                    """),
                items(
                        List.of(
                                text("name", "the node's name", NODE.NAME),
                                text("status", "online, offline or unknown", NODE.STATUS),
                                text("ip", "its address in the cluster network", NODE.IP),
                                integer("cpus", "logical CPUs", NODE.CPUS),
                                bytes("memory_bytes", "installed memory", NODE.MEMORY_BYTES),
                                text("version", "version of Proxmox VE", NODE_DETAIL.VERSION),
                                text("kernel", "running kernel", NODE_DETAIL.KERNEL),
                                text("cpu_model", "name of the CPU", NODE_DETAIL.CPU_MODEL),
                                number("cpu_fraction", "CPU in use, 1.0 = all" + LATEST, NODE_GAUGE.CPU_FRACTION),
                                bytes("memory_used_bytes", "memory in use" + LATEST, NODE_GAUGE.MEMORY_USED_BYTES),
                                bytes("root_disk_bytes", "size of the root disk" + LATEST, NODE_GAUGE.ROOT_DISK_BYTES),
                                bytes(
                                        "root_disk_used_bytes",
                                        "used on the root disk" + LATEST,
                                        NODE_GAUGE.ROOT_DISK_USED_BYTES),
                                seconds("uptime_seconds", "time since it booted" + LATEST, NODE_GAUGE.UPTIME_SECONDS)),
                        validity(NODE.VALID_FROM, NODE.VALID_TO, NODE.UNKNOWN_SINCE)),
                (scope, fields) -> DSL.select(fields)
                        .from(NODE)
                        .leftJoin(NODE_DETAIL)
                        .on(NODE_DETAIL
                                .CLUSTER
                                .eq(NODE.CLUSTER)
                                .and(NODE_DETAIL.NAME.eq(NODE.NAME))
                                .and(scope.holds(NODE_DETAIL.VALID_FROM, NODE_DETAIL.VALID_TO)))
                        .leftJoin(NODE_GAUGE)
                        .on(scope.gauges(NODE_GAUGE.CLUSTER.eq(NODE.CLUSTER).and(NODE_GAUGE.NAME.eq(NODE.NAME))))
                        .where(NODE.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(scope.holds(NODE.VALID_FROM, NODE.VALID_TO)));
    }

    private static SqlView capacity() {
        return new SqlView(
                "node_capacity",
                "One row for each node: what it has, and what its running guests were promised of it.",
                example("Could the other nodes take the memory that is promised on pve2?", """
                    select sum(case when name = 'pve2' then promised_memory_bytes end) as needed_bytes,
                           sum(case when name <> 'pve2' and status = 'online' then memory_bytes - promised_memory_bytes end)
                             as unpromised_bytes
                    from node_capacity\
                    """),
                items(List.of(
                        text("name", "the node's name", NODE.NAME),
                        text("status", "online, offline or unknown", NODE.STATUS),
                        integer("cpus", "logical CPUs", NODE.CPUS),
                        bytes("memory_bytes", "installed memory", NODE.MEMORY_BYTES),
                        bytes("memory_used_bytes", "memory in use" + LATEST, NODE_GAUGE.MEMORY_USED_BYTES),
                        item(
                                "running_guests",
                                "integer",
                                Optional.empty(),
                                "guests that run on it",
                                scope -> ofRunning(scope, DSL.count())),
                        item(
                                "promised_cpus",
                                "number",
                                Optional.empty(),
                                "virtual CPUs of these",
                                scope -> scope.number(ofRunning(scope, DSL.coalesce(DSL.sum(GUEST.CPUS), DSL.inline(0)))
                                        .cast(SQLDataType.DOUBLE))),
                        item(
                                "promised_memory_bytes",
                                "integer",
                                Optional.of("bytes"),
                                "configured memory of these",
                                scope -> ofRunning(scope, DSL.coalesce(DSL.sum(GUEST.MEMORY_BYTES), DSL.inline(0)))
                                        .cast(SQLDataType.BIGINT)))),
                (scope, fields) -> DSL.select(fields)
                        .from(NODE)
                        .leftJoin(NODE_GAUGE)
                        .on(scope.gauges(NODE_GAUGE.CLUSTER.eq(NODE.CLUSTER).and(NODE_GAUGE.NAME.eq(NODE.NAME))))
                        .where(NODE.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(scope.holds(NODE.VALID_FROM, NODE.VALID_TO)));
    }

    private static <T> Field<T> ofRunning(ViewScope scope, Field<T> what) {
        return DSL.field(DSL.select(what)
                .from(GUEST)
                .where(GUEST.CLUSTER.eq(NODE.CLUSTER))
                .and(GUEST.NODE.eq(NODE.NAME))
                .and(GUEST.STATUS.eq(DSL.inline("running")))
                .and(scope.holds(GUEST.VALID_FROM, GUEST.VALID_TO)));
    }

    private static SqlView storages() {
        return new SqlView(
                "storages",
                "One row for each storage on each node: a shared one has a row for every node.",
                example("Which ten storages are the fullest?", """
                    select name, node, round(100.0 * used_bytes / total_bytes, 1) as used_percent
                    from storages where total_bytes > 0
                    order by used_percent desc limit 10\
                    """),
                items(
                        List.of(
                                text("name", "the storage's name", STORAGE.NAME),
                                text("node", "the node that has it", STORAGE.NODE),
                                text("type", "dir, lvmthin, zfspool, rbd, pbs, …", STORAGE.TYPE),
                                text("content", "what may lie on it, separated by ';', sorted", STORAGE.CONTENT),
                                bool("shared", "whether all nodes see the same", STORAGE.SHARED),
                                text("status", "available or unknown", STORAGE.STATUS),
                                bytes("total_bytes", "its size" + LATEST, STORAGE_GAUGE.TOTAL_BYTES),
                                bytes("used_bytes", "used on it" + LATEST, STORAGE_GAUGE.USED_BYTES)),
                        validity(STORAGE.VALID_FROM, STORAGE.VALID_TO, STORAGE.UNKNOWN_SINCE)),
                (scope, fields) -> DSL.select(fields)
                        .from(STORAGE)
                        .leftJoin(STORAGE_GAUGE)
                        .on(scope.gauges(STORAGE_GAUGE
                                .CLUSTER
                                .eq(STORAGE.CLUSTER)
                                .and(STORAGE_GAUGE.NAME.eq(STORAGE.NAME))
                                .and(STORAGE_GAUGE.NODE.eq(STORAGE.NODE))))
                        .where(STORAGE.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(scope.holds(STORAGE.VALID_FROM, STORAGE.VALID_TO)));
    }

    private static SqlView tasks() {
        return new SqlView(
                "tasks",
                "One row for each task, running or ended, that began before the moment.",
                example("Which tasks failed since 13 November, and who had started them?", """
                    select started_at, node, type, target, user, exit_status
                    from tasks
                    where started_at >= '2026-11-13' and exit_status <> 'OK' and exit_status not like 'WARNINGS%'
                    order by started_at desc\
                    """),
                items(List.of(
                        item("upid", "text", Optional.empty(), "Proxmox's identifier of the task", ViewScope::upid),
                        text("node", "the node that it ran on", TASK.NODE),
                        text("type", "qmstart, vzdump, qmigrate, …", TASK.TYPE),
                        text("target", "what it worked on, mostly a vmid, as text", TASK.TARGET),
                        text("user", "who started it, with the token's name if there was one", TASK.USER_NAME),
                        time("started_at", "when it started", scope -> scope.time(TASK.STARTED_AT)),
                        time("ended_at", "when it ended; null while it ran", scope -> scope.past(TASK.ENDED_AT)),
                        item(
                                "seconds",
                                "number",
                                Optional.of("seconds"),
                                "how long it ran; null while it ran",
                                scope -> DSL.when(scope.happened(TASK.ENDED_AT), lasted(scope))),
                        item(
                                "exit_status",
                                "text",
                                Optional.empty(),
                                "OK, WARNINGS: n, or the error; null while it ran",
                                scope -> DSL.when(scope.happened(TASK.ENDED_AT), TASK.EXIT_STATUS)))),
                (scope, fields) -> DSL.select(fields)
                        .from(TASK)
                        .where(TASK.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(TASK.UPID.notLike(DSL.inline(TaskRows.LOG_LINE + "%")))
                        .and(scope.happened(TASK.STARTED_AT)));
    }

    private static Field<?> lasted(ViewScope scope) {
        return scope.number(
                TASK.ENDED_AT.sub(TASK.STARTED_AT).cast(SQLDataType.DOUBLE).div(DSL.inline(1000.0)));
    }

    private static SqlView logLines() {
        Field<Long> at = DSL.field(TaskRows.LINE_AT, Long.class);
        return new SqlView(
                "log_lines",
                "One row for each update of a guest in the cluster's log: an attempt, written before it is done,"
                        + " also where it is refused or taken back.",
                example("Who tried what that no recorded change shows?", """
                    select at, user, vmid, text
                    from log_lines where explains_change = false
                    order by at desc limit 50\
                    """),
                items(List.of(
                        time("at", "when it was written", scope -> scope.time(at)),
                        text("node", "the node that wrote it", TASK.NODE),
                        integer("vmid", "the guest", TASK.TARGET.cast(SQLDataType.INTEGER)),
                        text("user", "who wanted it, with the token's name if there was one", TASK.USER_NAME),
                        text("text", "the line: update VM 100: -cores 5", TASK.EXIT_STATUS),
                        bool(
                                "explains_change",
                                "whether a recorded change came of it",
                                DSL.field(DSL.not(DSL.condition(TaskRows.UNEXPLAINED)))))),
                (scope, fields) -> DSL.select(fields)
                        .from(TASK)
                        .where(TASK.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(TASK.UPID.like(DSL.inline(TaskRows.LOG_LINE + "%")))
                        .and(scope.happened(TASK.NOTICED_AT)));
    }

    private static SqlView snapshots() {
        return new SqlView(
                "snapshots",
                "One row for each state snapshot: a name for a moment of the cluster.",
                example("Which moments have a name, the newest first?", """
                    select name, at, author, note, pinned
                    from snapshots order by at desc\
                    """),
                items(List.of(
                        text("name", "the snapshot's name", STATE_SNAPSHOT.NAME),
                        time("at", "the moment that it names", scope -> scope.time(STATE_SNAPSHOT.AT)),
                        time("taken_at", "when it was taken", scope -> scope.time(STATE_SNAPSHOT.TAKEN_AT)),
                        text("note", "what its maker noted", STATE_SNAPSHOT.NOTE),
                        text("author", "who took it", STATE_SNAPSHOT.AUTHOR),
                        bool("pinned", "whether what it needs is kept for good", STATE_SNAPSHOT.PINNED))),
                (scope, fields) -> DSL.select(fields)
                        .from(STATE_SNAPSHOT)
                        .where(STATE_SNAPSHOT.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(scope.happened(STATE_SNAPSHOT.TAKEN_AT)));
    }

    public static Item seconds(String name, String description, Field<Long> value) {
        return item(name, "integer", Optional.of("seconds"), description, _ -> value);
    }

    public static List<Item> validity(Field<Long> from, Field<Long> to, Field<Long> unknownSince) {
        return List.of(
                time("valid_from", "since when the row holds", scope -> scope.time(from)),
                time("valid_to", "until when it held; null: it holds now", scope -> scope.time(to)),
                time(
                        "unknown_since",
                        "since when it is unknown; the row is the last known state",
                        scope -> scope.past(unknownSince)));
    }

    public static List<Item> items(List<Item> own) {
        return items(own, List.of());
    }

    public static List<Item> items(List<Item> own, List<Item> common) {
        Item cluster = item(
                "cluster",
                "text",
                Optional.empty(),
                "the name that the configuration gives the cluster",
                scope -> DSL.inline(scope.cluster()));
        return Stream.of(List.of(cluster), own, common).flatMap(List::stream).toList();
    }
}
