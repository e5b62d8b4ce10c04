package io.github.proxmoxmcp.persistence.sql;

import static io.github.proxmoxmcp.persistence.sql.SqlView.bool;
import static io.github.proxmoxmcp.persistence.sql.SqlView.bytes;
import static io.github.proxmoxmcp.persistence.sql.SqlView.integer;
import static io.github.proxmoxmcp.persistence.sql.SqlView.item;
import static io.github.proxmoxmcp.persistence.sql.SqlView.number;
import static io.github.proxmoxmcp.persistence.sql.SqlView.text;
import static io.github.proxmoxmcp.persistence.sql.SqlView.time;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.CLUSTER_STATE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_CONFIG_ENTRY;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_GAUGE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_SNAPSHOT;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.NODE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.NODE_DETAIL;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.NODE_GAUGE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.STATE_SNAPSHOT;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.STORAGE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.STORAGE_GAUGE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.TASK;

import io.github.proxmoxmcp.persistence.sql.SqlView.Item;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.impl.DSL;

/// The views that can be asked in SQL. This is their only definition: the reference page and the error messages are
/// made
/// from it.
final class SqlViews {

    static final List<SqlView> ALL = Stream.of(
                    List.of(
                            cluster(),
                            nodes(),
                            guests(),
                            guestConfig(),
                            guestSnapshots(),
                            storages(),
                            tasks(),
                            snapshots()),
                    ListedViews.ALL,
                    List.of(ChangesView.VIEW))
            .flatMap(List::stream)
            .toList();

    private static final String LATEST = "; only known of now, null in the past";

    private SqlViews() {}

    private static SqlView cluster() {
        return new SqlView(
                "cluster",
                "The cluster as a whole: one row.",
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

    private static SqlView guests() {
        return new SqlView(
                "guests",
                "One row for each guest: virtual machines and containers, templates included.",
                items(
                        List.of(
                                integer("vmid", "Proxmox's number of the guest", GUEST.VMID),
                                integer(
                                        "incarnation",
                                        "2 for the second guest that has this vmid, …",
                                        GUEST.INCARNATION),
                                text("kind", "vm or container", GUEST.KIND),
                                text("name", "the guest's name", GUEST.NAME),
                                text("node", "the node that it is on", GUEST.NODE),
                                text("status", "running, stopped, paused, …", GUEST.STATUS),
                                bool("template", "whether it is a template", GUEST.TEMPLATE),
                                text("tags", "tags, separated by ';', sorted", GUEST.TAGS),
                                text("pool", "the pool that it is in", GUEST.POOL),
                                text("lock", "backup, clone, migrate, …: only while locked", GUEST.LOCK),
                                number("cpus", "virtual CPUs, or a container's limit", GUEST.CPUS),
                                bytes("memory_bytes", "configured memory", GUEST.MEMORY_BYTES),
                                text("ha_state", "what HA was asked for; null when not managed", GUEST.HA_STATE),
                                number(
                                        "cpu_fraction",
                                        "CPU in use, 1.0 = all of its" + LATEST,
                                        GUEST_GAUGE.CPU_FRACTION),
                                bytes("memory_used_bytes", "memory in use" + LATEST, GUEST_GAUGE.MEMORY_USED_BYTES),
                                bytes("disk_bytes", "size of its root disk" + LATEST, GUEST_GAUGE.DISK_BYTES),
                                bytes(
                                        "disk_used_bytes",
                                        "used on it, containers only" + LATEST,
                                        GUEST_GAUGE.DISK_USED_BYTES),
                                seconds(
                                        "uptime_seconds",
                                        "time since it started" + LATEST,
                                        GUEST_GAUGE.UPTIME_SECONDS)),
                        validity(GUEST.VALID_FROM, GUEST.VALID_TO, GUEST.UNKNOWN_SINCE)),
                (scope, fields) -> DSL.select(fields)
                        .from(GUEST)
                        .leftJoin(GUEST_GAUGE)
                        .on(scope.gauges(GUEST_GAUGE.CLUSTER.eq(GUEST.CLUSTER).and(GUEST_GAUGE.VMID.eq(GUEST.VMID))))
                        .where(GUEST.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(scope.holds(GUEST.VALID_FROM, GUEST.VALID_TO)));
    }

    private static SqlView guestConfig() {
        return new SqlView(
                "guest_config",
                "One row for each key of each guest's configuration, as far as it was read.",
                items(
                        List.of(
                                integer("vmid", "the guest", GUEST_CONFIG_ENTRY.VMID),
                                integer("incarnation", "as in guests", GUEST_CONFIG_ENTRY.INCARNATION),
                                text("key", "Proxmox's key: cores, net0, scsi0, …", GUEST_CONFIG_ENTRY.KEY),
                                text("value", "its value, as Proxmox writes it", GUEST_CONFIG_ENTRY.VALUE)),
                        validity(
                                GUEST_CONFIG_ENTRY.VALID_FROM,
                                GUEST_CONFIG_ENTRY.VALID_TO,
                                GUEST_CONFIG_ENTRY.UNKNOWN_SINCE)),
                (scope, fields) -> DSL.select(fields)
                        .from(GUEST_CONFIG_ENTRY)
                        .where(GUEST_CONFIG_ENTRY.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(scope.holds(GUEST_CONFIG_ENTRY.VALID_FROM, GUEST_CONFIG_ENTRY.VALID_TO)));
    }

    private static SqlView guestSnapshots() {
        return new SqlView(
                "guest_snapshots",
                "One row for each snapshot that Proxmox keeps of a guest, as far as they were read.",
                items(
                        List.of(
                                integer("vmid", "the guest", GUEST_SNAPSHOT.VMID),
                                integer("incarnation", "as in guests", GUEST_SNAPSHOT.INCARNATION),
                                text("name", "the snapshot's name", GUEST_SNAPSHOT.NAME),
                                text("parent", "the snapshot that it follows", GUEST_SNAPSHOT.PARENT),
                                text("description", "what its maker noted", GUEST_SNAPSHOT.DESCRIPTION),
                                time("created_at", "when it was made", scope -> scope.time(GUEST_SNAPSHOT.CREATED_AT)),
                                bool("with_memory", "whether memory was saved with it", GUEST_SNAPSHOT.WITH_MEMORY)),
                        validity(GUEST_SNAPSHOT.VALID_FROM, GUEST_SNAPSHOT.VALID_TO, GUEST_SNAPSHOT.UNKNOWN_SINCE)),
                (scope, fields) -> DSL.select(fields)
                        .from(GUEST_SNAPSHOT)
                        .where(GUEST_SNAPSHOT.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(scope.holds(GUEST_SNAPSHOT.VALID_FROM, GUEST_SNAPSHOT.VALID_TO)));
    }

    private static SqlView storages() {
        return new SqlView(
                "storages",
                "One row for each storage on each node: a shared one has a row for every node.",
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
                items(List.of(
                        text("upid", "Proxmox's identifier of the task", TASK.UPID),
                        text("node", "the node that it ran on", TASK.NODE),
                        text("type", "qmstart, vzdump, qmigrate, …", TASK.TYPE),
                        text("target", "what it worked on, mostly a vmid, as text", TASK.TARGET),
                        text("user", "who started it, with the token's name if there was one", TASK.USER_NAME),
                        time("started_at", "when it started", scope -> scope.time(TASK.STARTED_AT)),
                        time("ended_at", "when it ended; null while it ran", scope -> scope.past(TASK.ENDED_AT)),
                        item(
                                "exit_status",
                                "text",
                                Optional.empty(),
                                "OK, WARNINGS: n, or the error; null while it ran",
                                scope -> DSL.when(scope.happened(TASK.ENDED_AT), TASK.EXIT_STATUS)))),
                (scope, fields) -> DSL.select(fields)
                        .from(TASK)
                        .where(TASK.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(scope.happened(TASK.STARTED_AT)));
    }

    private static SqlView snapshots() {
        return new SqlView(
                "snapshots",
                "One row for each state snapshot: a name for a moment of the cluster.",
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

    private static Item seconds(String name, String description, Field<Long> value) {
        return item(name, "integer", Optional.of("seconds"), description, _ -> value);
    }

    static List<Item> validity(Field<Long> from, Field<Long> to, Field<Long> unknownSince) {
        return List.of(
                time("valid_from", "since when the row holds", scope -> scope.time(from)),
                time("valid_to", "until when it held; null: it holds now", scope -> scope.time(to)),
                time(
                        "unknown_since",
                        "since when nobody can tell; the row is the last that was known",
                        scope -> scope.past(unknownSince)));
    }

    static List<Item> items(List<Item> own) {
        return items(own, List.of());
    }

    static List<Item> items(List<Item> own, List<Item> common) {
        Item cluster = item(
                "cluster",
                "text",
                Optional.empty(),
                "the name that the configuration gives the cluster",
                scope -> DSL.inline(scope.cluster()));
        return Stream.of(List.of(cluster), own, common).flatMap(List::stream).toList();
    }
}
