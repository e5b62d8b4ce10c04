package io.github.proxmoxmcp.persistence.sql;

import static io.github.proxmoxmcp.persistence.sql.SqlView.bool;
import static io.github.proxmoxmcp.persistence.sql.SqlView.bytes;
import static io.github.proxmoxmcp.persistence.sql.SqlView.example;
import static io.github.proxmoxmcp.persistence.sql.SqlView.integer;
import static io.github.proxmoxmcp.persistence.sql.SqlView.number;
import static io.github.proxmoxmcp.persistence.sql.SqlView.text;
import static io.github.proxmoxmcp.persistence.sql.SqlView.time;
import static io.github.proxmoxmcp.persistence.sql.SqlViews.LATEST;
import static io.github.proxmoxmcp.persistence.sql.SqlViews.items;
import static io.github.proxmoxmcp.persistence.sql.SqlViews.seconds;
import static io.github.proxmoxmcp.persistence.sql.SqlViews.validity;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_CONFIG_ENTRY;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_GAUGE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_SNAPSHOT;

import java.util.List;
import org.jooq.impl.DSL;

/// The views of guests, and of what is read of each.
final class GuestViews {

    private GuestViews() {}

    static SqlView guests() {
        return new SqlView(
                "guests",
                "One row for each guest: virtual machines and containers, templates included.",
                example("Which ten guests use the most of their CPUs?", """
                    select vmid, name, node, round(cpu_fraction * 100, 1) as cpu_percent
                    from guests where cpu_fraction is not null
                    order by cpu_fraction desc limit 10\
                    """),
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

    static SqlView configurations() {
        return new SqlView(
                "guest_config",
                "One row for each key of each guest's configuration, as far as it was read.",
                example("Which guests have a network card on the bridge vmbr0?", """
                    select g.vmid, g.name, c.key, c.value
                    from guest_config c join guests g on g.vmid = c.vmid
                    where c.key like 'net%' and ',' || c.value || ',' like '%,bridge=vmbr0,%'
                    order by g.vmid, c.key\
                    """),
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

    static SqlView snapshots() {
        return new SqlView(
                "guest_snapshots",
                "One row for each snapshot that Proxmox keeps of a guest, as far as they were read.",
                example("Which snapshots are older than a week, on 28 November?", """
                    select g.vmid, g.name as guest, s.name as snapshot, s.created_at
                    from guest_snapshots s join guests g on g.vmid = s.vmid
                    where s.created_at < '2026-11-21' order by s.created_at\
                    """),
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
}
