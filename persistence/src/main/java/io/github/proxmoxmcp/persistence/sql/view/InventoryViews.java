package io.github.proxmoxmcp.persistence.sql.view;

import static io.github.proxmoxmcp.persistence.sql.view.SqlView.example;

import io.github.proxmoxmcp.persistence.QueryStore.Example;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTable;
import io.github.proxmoxmcp.persistence.sql.history.InventoryTable;
import io.github.proxmoxmcp.persistence.sql.view.SqlView.Item;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The views of what is read in lists: each shows the columns of one table.
public final class InventoryViews {

    static final List<SqlView> ALL = List.of(
            view(
                    "backups",
                    "One row for each backup archive on each storage, as far as they were read.",
                    example("Which guests have no backup from the last week, on 20 November?", """
                        select g.vmid, g.name, (select max(b.created_at) from backups b where b.vmid = g.vmid) as newest
                        from guests g
                        where not g.template
                          and not exists (select 1 from backups b where b.vmid = g.vmid and b.created_at >= '2026-11-13')
                        order by g.vmid\
                        """),
                    InventoryTable.BACKUPS,
                    column("storage", "the storage that it is on"),
                    column("node", "the node of that storage; empty when it is the same on all"),
                    column("volume", "Proxmox's identifier of the archive"),
                    column("vmid", "the guest that it is of"),
                    column("guest_kind", "vm or container"),
                    column("created_at", "when it was made"),
                    column("size_bytes", "its size"),
                    column("format", "vma.zst, tar.zst, pbs-vm, …"),
                    column("notes", "what its maker noted"),
                    column("protected", "whether pruning leaves it alone"),
                    column("verification", "ok or failed, where the storage verifies")),
            view(
                    "backup_jobs",
                    "One row for each scheduled backup.",
                    example("When is which guest saved, and where to?", """
                        select id, schedule, selection, excluded, storage, retention
                        from backup_jobs where enabled order by id\
                        """),
                    InventoryTable.BACKUP_JOBS,
                    column("id", "Proxmox's identifier of the job"),
                    column("enabled", "whether it runs"),
                    column("schedule", "when it runs, as Proxmox writes it"),
                    column("storage", "where the archives go"),
                    column("node", "the only node whose guests it saves; null: all"),
                    column("selection", "all, pool/NAME, or vmids separated by ','"),
                    column("excluded", "vmids separated by ','"),
                    column("mode", "snapshot, suspend or stop"),
                    column("retention", "what is kept, as Proxmox writes it"),
                    column("comment", "what its maker noted")),
            view(
                    "storage_definitions",
                    "One row for each storage that the cluster's configuration defines.",
                    example("Which storages may hold disks of virtual machines, and on which nodes?", """
                        select name, type, location, nodes
                        from storage_definitions
                        where enabled and ';' || content || ';' like '%;images;%' order by name\
                        """),
                    InventoryTable.STORAGES,
                    column("name", "the storage's name"),
                    column("type", "dir, lvmthin, zfspool, rbd, pbs, …"),
                    column("content", "what may lie on it, separated by ';', sorted"),
                    column("nodes", "the nodes that have it, separated by ';'; empty: all"),
                    column("shared", "whether all nodes see the same"),
                    column("enabled", "whether it is used"),
                    column("location", "where it is: path, export, pool, server"),
                    column("retention", "what is kept of backups, as Proxmox writes it")),
            view(
                    "pools",
                    "One row for each pool.",
                    example("How many guests are in each pool, and how much memory have they?", """
                        select p.name, p.comment, count(g.vmid) as members, sum(g.memory_bytes) as memory_bytes
                        from pools p left join guests g on g.pool = p.name
                        group by p.name, p.comment order by p.name\
                        """),
                    InventoryTable.POOLS,
                    column("name", "the pool's name"),
                    column("comment", "what its maker noted")),
            view(
                    "pool_members",
                    "One row for each guest and storage in each pool.",
                    example("Which guests are in no pool?", """
                        select g.vmid, g.name
                        from guests g
                        where not exists (
                          select 1 from pool_members m where m.type = 'guest' and m.member = cast(g.vmid as varchar))
                        order by g.vmid\
                        """),
                    InventoryTable.POOL_MEMBERS,
                    column("pool", "the pool's name"),
                    column("member", "a vmid, as text, or a storage's name"),
                    column("type", "guest or storage")),
            view(
                    "ha_resources",
                    "One row for each guest that the HA manager looks after.",
                    example("Is every guest of the HA manager in the state that was asked for?", """
                        select h.sid, g.name, g.node, h.state as asked_for, g.status
                        from ha_resources h join guests g on g.vmid = h.vmid
                        order by h.sid\
                        """),
                    InventoryTable.HA_RESOURCES,
                    column("sid", "vm:100 or ct:101"),
                    column("vmid", "the guest"),
                    column("state", "what is asked for: started, stopped, ignored, …"),
                    column("ha_group", "the HA group, where there is one"),
                    column("max_restart", "tries to start it on its node"),
                    column("max_relocate", "tries on other nodes"),
                    column("comment", "what its maker noted")),
            view(
                    "replication_jobs",
                    "One row for each replication job.",
                    example("Which guests are copied to another node, and how often?", """
                        select g.vmid, g.name, g.node, r.target, r.schedule
                        from replication_jobs r join guests g on g.vmid = r.vmid
                        where r.enabled order by g.vmid, r.id\
                        """),
                    InventoryTable.REPLICATION_JOBS,
                    column("id", "Proxmox's identifier of the job"),
                    column("vmid", "the guest"),
                    column("target", "the node that gets the copy"),
                    column("source", "the node that it is copied from, where Proxmox says so"),
                    column("schedule", "when it runs, as Proxmox writes it"),
                    column("rate_mbytes", "limit in megabytes a second"),
                    column("enabled", "whether it runs"),
                    column("comment", "what its maker noted")),
            view(
                    "node_networks",
                    "One row for each network interface of each node.",
                    example("What does the bridge vmbr0 look like on each node?", """
                        select node, active, address, gateway, ports
                        from node_networks where type = 'bridge' and name = 'vmbr0'
                        order by node\
                        """),
                    InventoryTable.INTERFACES,
                    column("node", "the node"),
                    column("name", "the interface's name"),
                    column("type", "bridge, bond, vlan, eth, …"),
                    column("active", "whether it is up"),
                    column("autostart", "whether it comes up with the node"),
                    column("address", "its address with the prefix length"),
                    column("gateway", "the default gateway, where it has one"),
                    column("ports", "ports of a bridge or bond, separated by ';'"),
                    column("vlan", "VLAN tag"),
                    column("comment", "what its maker noted")),
            view(
                    "node_services",
                    "One row for each system service of each node.",
                    example("Does pvestatd run on every node? A null means: not known.", """
                        select n.name, s.state
                        from nodes n left join node_services s on s.node = n.name and s.name = 'pvestatd'
                        order by n.name\
                        """),
                    InventoryTable.SERVICES,
                    column("node", "the node"),
                    column("name", "the service's name"),
                    column("state", "running, dead, …")),
            view(
                    "node_updates",
                    "One row for each package of each node that could be updated.",
                    example("How many packages could be updated on each node?", """
                        select node, count(*) as packages
                        from node_updates
                        group by node order by packages desc, node\
                        """),
                    InventoryTable.UPDATES,
                    column("node", "the node"),
                    column("package", "the package's name"),
                    column("version", "the version that there is"),
                    column("installed", "the version on the node")),
            view(
                    "node_disks",
                    "One row for each disk of each node.",
                    example("Which disks are failing or nearly worn out?", """
                        select node, name, model, serial, health, life_left_percent
                        from node_disks
                        where health not in ('PASSED', 'OK') or life_left_percent < 10
                        order by node, name\
                        """),
                    InventoryTable.DISKS,
                    column("node", "the node"),
                    column("name", "the device"),
                    column("type", "ssd, hdd, nvme, …"),
                    column("model", "its model"),
                    column("serial", "its serial number"),
                    column("size_bytes", "its size"),
                    column("used_as", "LVM, ZFS, ceph, partitions, …; null: free"),
                    column("health", "what SMART says: PASSED, OK, FAILED, …; null: nothing"),
                    column("life_left_percent", "what an SSD says of its wear: 100 is new")),
            view(
                    "node_certificates",
                    "One row for each certificate of each node.",
                    example("Which certificates end first?", """
                        select node, name, issuer, expires_at
                        from node_certificates order by expires_at, node, name\
                        """),
                    InventoryTable.CERTIFICATES,
                    column("node", "the node"),
                    column("name", "its file"),
                    column("subject", "whom it names"),
                    column("issuer", "who signed it"),
                    column("fingerprint", "its SHA-256 fingerprint"),
                    column("expires_at", "until when it is valid")),
            view(
                    "replication_states",
                    "One row for each replication job that was seen at work: whether it fails.",
                    example("Which replication jobs fail, and since when?", """
                        select s.id, r.target, s.error, s.valid_from
                        from replication_states s join replication_jobs r on r.id = s.id
                        where s.failing order by s.id\
                        """),
                    InventoryTable.REPLICATION_STATES,
                    column("id", "the job"),
                    column("failing", "whether its last runs failed"),
                    column("error", "what the last failure said")),
            view(
                    "cluster_options",
                    "One row for each option of the datacenter that is set.",
                    example("Which options are set, and since when?", """
                        select key, value, valid_from
                        from cluster_options order by key\
                        """),
                    InventoryTable.OPTIONS,
                    column("key", "Proxmox's key: migration, keyboard, …"),
                    column("value", "its value, as Proxmox writes it")));

    private InventoryViews() {}

    /// A column of a table, and what it means.
    private record Documented(String name, String description) {}

    private static Documented column(String name, String description) {
        return new Documented(name, description);
    }

    private static SqlView view(
            String name, String description, Example example, HistoryTable kind, Documented... columns) {
        List<Item> own = Stream.of(columns).map(column -> item(kind, column)).toList();
        return new SqlView(
                name,
                description,
                example,
                SqlViews.items(
                        own,
                        SqlViews.validity(
                                time(kind, "valid_from"), time(kind, "valid_to"), time(kind, "unknown_since"))),
                (scope, fields) -> DSL.select(fields)
                        .from(DSL.table(DSL.name(kind.table())))
                        .where(field(kind, "cluster", SQLDataType.INTEGER).eq(DSL.inline(scope.id())))
                        .and(scope.holds(time(kind, "valid_from"), time(kind, "valid_to"))));
    }

    private static Item item(HistoryTable kind, Documented column) {
        String name = column.name();
        return switch (type(kind, name)) {
            case TEXT -> SqlView.text(name, column.description(), field(kind, name, SQLDataType.VARCHAR));
            case INTEGER -> SqlView.integer(name, column.description(), field(kind, name, SQLDataType.INTEGER));
            case LONG -> SqlView.bytes(name, column.description(), time(kind, name));
            case BOOLEAN -> SqlView.bool(name, column.description(), field(kind, name, SQLDataType.BOOLEAN));
            case DOUBLE -> SqlView.number(name, column.description(), field(kind, name, SQLDataType.DOUBLE));
            case TIME -> SqlView.time(name, column.description(), scope -> scope.time(time(kind, name)));
        };
    }

    private static Columns.Type type(HistoryTable kind, String name) {
        return Stream.of(kind.key(), kind.facts())
                .flatMap(columns -> columns.list().stream())
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow()
                .type();
    }

    private static Field<Long> time(HistoryTable kind, String name) {
        return field(kind, name, SQLDataType.BIGINT);
    }

    private static <T> Field<T> field(HistoryTable kind, String name, DataType<T> type) {
        return DSL.field(DSL.name(kind.table(), name), type);
    }
}
