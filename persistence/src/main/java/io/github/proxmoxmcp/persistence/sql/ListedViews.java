package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.sql.SqlView.Item;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The views of what is read in lists: each shows the columns of one table.
final class ListedViews {

    static final List<SqlView> ALL = List.of(
            view(
                    "backups",
                    "One row for each backup archive on each storage, as far as they were read.",
                    Listed.BACKUPS,
                    column("storage", "the storage that it lies on"),
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
                    Listed.BACKUP_JOBS,
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
                    Listed.STORAGES,
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
                    Listed.POOLS,
                    column("name", "the pool's name"),
                    column("comment", "what its maker noted")),
            view(
                    "pool_members",
                    "One row for each guest and storage in each pool.",
                    Listed.POOL_MEMBERS,
                    column("pool", "the pool's name"),
                    column("member", "a vmid, as text, or a storage's name"),
                    column("type", "guest or storage")),
            view(
                    "ha_resources",
                    "One row for each guest that the HA manager looks after.",
                    Listed.HA_RESOURCES,
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
                    Listed.REPLICATION_JOBS,
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
                    Listed.INTERFACES,
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
                    Listed.SERVICES,
                    column("node", "the node"),
                    column("name", "the service's name"),
                    column("state", "running, dead, …")),
            view(
                    "node_updates",
                    "One row for each package of each node that could be updated.",
                    Listed.UPDATES,
                    column("node", "the node"),
                    column("package", "the package's name"),
                    column("version", "the version that there is"),
                    column("installed", "the version on the node")),
            view(
                    "cluster_options",
                    "One row for each option of the datacenter that is set.",
                    Listed.OPTIONS,
                    column("key", "Proxmox's key: migration, keyboard, …"),
                    column("value", "its value, as Proxmox writes it")));

    private ListedViews() {}

    /// A column of a table, and what it means.
    private record Documented(String name, String description) {}

    private static Documented column(String name, String description) {
        return new Documented(name, description);
    }

    private static SqlView view(String name, String description, Temporal kind, Documented... columns) {
        List<Item> own = Stream.of(columns).map(column -> item(kind, column)).toList();
        return new SqlView(
                name,
                description,
                SqlViews.items(
                        own,
                        SqlViews.validity(
                                time(kind, "valid_from"), time(kind, "valid_to"), time(kind, "unknown_since"))),
                (scope, fields) -> DSL.select(fields)
                        .from(DSL.table(DSL.name(kind.table())))
                        .where(field(kind, "cluster", SQLDataType.INTEGER).eq(DSL.inline(scope.id())))
                        .and(scope.holds(time(kind, "valid_from"), time(kind, "valid_to"))));
    }

    private static Item item(Temporal kind, Documented column) {
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

    private static Columns.Type type(Temporal kind, String name) {
        return Stream.of(kind.key(), kind.facts())
                .flatMap(columns -> columns.list().stream())
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow()
                .type();
    }

    private static Field<Long> time(Temporal kind, String name) {
        return field(kind, name, SQLDataType.BIGINT);
    }

    private static <T> Field<T> field(Temporal kind, String name, DataType<T> type) {
        return DSL.field(DSL.name(kind.table(), name), type);
    }
}
