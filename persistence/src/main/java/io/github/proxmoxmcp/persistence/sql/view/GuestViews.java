package io.github.proxmoxmcp.persistence.sql.view;

import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_CONFIG_ENTRY;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_DETAIL;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_GAUGE;
import static io.github.proxmoxmcp.persistence.sql.tables.Tables.GUEST_SNAPSHOT;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.bool;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.bytes;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.example;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.integer;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.number;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.text;
import static io.github.proxmoxmcp.persistence.sql.view.SqlView.time;
import static io.github.proxmoxmcp.persistence.sql.view.SqlViews.LATEST;
import static io.github.proxmoxmcp.persistence.sql.view.SqlViews.items;
import static io.github.proxmoxmcp.persistence.sql.view.SqlViews.seconds;
import static io.github.proxmoxmcp.persistence.sql.view.SqlViews.validity;

import io.github.proxmoxmcp.persistence.QueryStore;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The views of guests, and of what is read of each.
public final class GuestViews {

    private static final Field<String> BUS =
            DSL.field("rtrim({0}, '0123456789')", String.class, GUEST_CONFIG_ENTRY.KEY);

    private GuestViews() {}

    public static SqlView guests() {
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

    public static SqlView configurations() {
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
                                text("value", "its value, as Proxmox writes it", GUEST_CONFIG_ENTRY.VALUE),
                                time(
                                        "read_at",
                                        "when the guest's configuration was read last" + LATEST,
                                        scope -> scope.time(GUEST_DETAIL.CONFIG_READ_AT))),
                        validity(
                                GUEST_CONFIG_ENTRY.VALID_FROM,
                                GUEST_CONFIG_ENTRY.VALID_TO,
                                GUEST_CONFIG_ENTRY.UNKNOWN_SINCE)),
                (scope, fields) -> DSL.select(fields)
                        .from(GUEST_CONFIG_ENTRY)
                        .leftJoin(GUEST_DETAIL)
                        .on(scope.gauges(GUEST_DETAIL
                                .CLUSTER
                                .eq(GUEST_CONFIG_ENTRY.CLUSTER)
                                .and(GUEST_DETAIL.VMID.eq(GUEST_CONFIG_ENTRY.VMID))
                                .and(GUEST_DETAIL.INCARNATION.eq(GUEST_CONFIG_ENTRY.INCARNATION))))
                        .where(GUEST_CONFIG_ENTRY.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(scope.holds(GUEST_CONFIG_ENTRY.VALID_FROM, GUEST_CONFIG_ENTRY.VALID_TO)));
    }

    public static SqlView snapshots() {
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

    public static SqlView disks() {
        Field<String> volume = DSL.coalesce(part("file"), part("volume"), first());
        return ofConfig(
                "guest_disks",
                "One row for each disk, drive and mount point of each guest's configuration, as far as it was read.",
                example("How much is promised of each storage?", """
                    select storage, count(*) as disks, sum(size_bytes) as promised_bytes
                    from guest_disks where bus <> 'unused' group by storage order by storage\
                    """),
                DSL.condition(
                        "({0} = 'rootfs' or (rtrim({0}, '0123456789') <> {0} and rtrim({0}, '0123456789') in ('scsi',"
                                + " 'virtio', 'sata', 'ide', 'efidisk', 'tpmstate', 'mp', 'unused')))",
                        GUEST_CONFIG_ENTRY.KEY),
                text("slot", "scsi0, virtio1, rootfs, mp0, unused0, …", GUEST_CONFIG_ENTRY.KEY),
                text("bus", "scsi, virtio, sata, ide, efidisk, tpmstate, rootfs, mp or unused", BUS),
                text(
                        "storage",
                        "the storage; null: a path of the node, or an empty drive",
                        DSL.when(
                                DSL.position(volume, DSL.inline(":")).gt(DSL.inline(1)),
                                DSL.substring(
                                        volume,
                                        DSL.inline(1),
                                        DSL.position(volume, DSL.inline(":")).sub(DSL.inline(1))))),
                text("volume", "the volume, as Proxmox writes it: local-lvm:vm-100-disk-0", volume),
                bytes("size_bytes", "its size, where the configuration tells it", size(part("size"))),
                text("media", "cdrom or disk, where it is written", part("media")),
                text("mounted_at", "where a container has it", part("mp")),
                bool("backup", "whether backups have it; null: not written", flag("backup")),
                bool("discard", "whether freed blocks are given back; null: not written", discard()));
    }

    public static SqlView cards() {
        Field<String> model = DSL.coalesce(
                part("type"),
                part("model"),
                DSL.when(
                                equals().gt(DSL.inline(0)),
                                DSL.field("substr({0}, 1, {1} - 1)", String.class, first(), equals()))
                        .else_(first()));
        Field<String> mac = DSL.coalesce(
                part("hwaddr"),
                part("macaddr"),
                DSL.when(
                        equals().gt(DSL.inline(0)),
                        DSL.field("substr({0}, {1} + 1)", String.class, first(), equals())));
        return ofConfig(
                "guest_nics",
                "One row for each network card of each guest's configuration, as far as it was read.",
                example("Which guests are on which bridge and VLAN?", """
                    select n.bridge, n.vlan, g.vmid, g.name
                    from guest_nics n join guests g on g.vmid = n.vmid
                    order by n.bridge, n.vlan, g.vmid\
                    """),
                DSL.condition("(rtrim({0}, '0123456789') = 'net' and {0} <> 'net')", GUEST_CONFIG_ENTRY.KEY),
                text("card", "net0, net1, …", GUEST_CONFIG_ENTRY.KEY),
                text("bridge", "the bridge or vnet", part("bridge")),
                integer("vlan", "VLAN tag; null: none", part("tag").cast(SQLDataType.INTEGER)),
                text("mac", "its hardware address", mac),
                text("model", "virtio, e1000, …; veth of a container", model),
                bool("firewall", "whether the firewall is on for it; null: not written", flag("firewall")),
                number(
                        "rate_mbytes",
                        "limit in megabytes a second; null: none",
                        part("rate").cast(SQLDataType.DOUBLE)),
                bool("link_down", "whether its link is taken down; null: not written", flag("link_down")),
                text("ip", "the address that a container's card is given", part("ip")));
    }

    private static SqlView ofConfig(
            String name, String description, QueryStore.Example example, Condition which, SqlView.Item... own) {
        List<SqlView.Item> columns = Stream.concat(
                        Stream.of(
                                integer("vmid", "the guest", GUEST_CONFIG_ENTRY.VMID),
                                integer("incarnation", "as in guests", GUEST_CONFIG_ENTRY.INCARNATION)),
                        Stream.of(own))
                .toList();
        return new SqlView(
                name,
                description,
                example,
                items(
                        columns,
                        validity(
                                GUEST_CONFIG_ENTRY.VALID_FROM,
                                GUEST_CONFIG_ENTRY.VALID_TO,
                                GUEST_CONFIG_ENTRY.UNKNOWN_SINCE)),
                (scope, fields) -> DSL.select(fields)
                        .from(GUEST_CONFIG_ENTRY)
                        .where(GUEST_CONFIG_ENTRY.CLUSTER.eq(DSL.inline(scope.id())))
                        .and(which)
                        .and(scope.holds(GUEST_CONFIG_ENTRY.VALID_FROM, GUEST_CONFIG_ENTRY.VALID_TO)));
    }

    /// A value with a comma at either end, so that each of its parts is between two.
    private static Field<String> fenced() {
        return DSL.field("(',' || {0} || ',')", String.class, GUEST_CONFIG_ENTRY.VALUE);
    }

    /// What stands after `name=`; null where it is not written.
    private static Field<String> part(String name) {
        String key = "," + name + "=";
        Field<Integer> at = DSL.position(fenced(), DSL.inline(key));
        Field<String> rest = DSL.substring(fenced(), at.add(DSL.inline(key.length())));
        return DSL.when(
                at.gt(DSL.inline(0)),
                DSL.substring(
                        rest, DSL.inline(1), DSL.position(rest, DSL.inline(",")).sub(DSL.inline(1))));
    }

    private static Field<String> first() {
        Field<String> value = DSL.field("({0} || ',')", String.class, GUEST_CONFIG_ENTRY.VALUE);
        return DSL.substring(
                value, DSL.inline(1), DSL.position(value, DSL.inline(",")).sub(DSL.inline(1)));
    }

    private static Field<Integer> equals() {
        return DSL.position(first(), DSL.inline("="));
    }

    private static Field<Boolean> flag(String name) {
        return DSL.case_(part(name)).when(DSL.inline("1"), DSL.inline(true)).when(DSL.inline("0"), DSL.inline(false));
    }

    private static Field<Boolean> discard() {
        return DSL.case_(part("discard"))
                .when(DSL.inline("on"), DSL.inline(true))
                .when(DSL.inline("ignore"), DSL.inline(false));
    }

    /// `32G` in bytes.
    private static Field<Long> size(Field<String> text) {
        Field<String> digits = DSL.field("rtrim({0}, 'KMGT')", String.class, text);
        Field<Long> unit = DSL.case_(DSL.field("substr({0}, length({0}), 1)", String.class, text))
                .when(DSL.inline("K"), DSL.inline(1L << 10))
                .when(DSL.inline("M"), DSL.inline(1L << 20))
                .when(DSL.inline("G"), DSL.inline(1L << 30))
                .when(DSL.inline("T"), DSL.inline(1L << 40))
                .else_(DSL.inline(1L));
        return DSL.field("cast(cast({0} as numeric) * {1} as bigint)", Long.class, digits, unit);
    }
}
