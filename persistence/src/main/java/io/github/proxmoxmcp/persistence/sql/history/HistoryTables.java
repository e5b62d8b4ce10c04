package io.github.proxmoxmcp.persistence.sql.history;

import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.BOOLEAN;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.DOUBLE;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.INTEGER;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.LONG;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.TEXT;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.TIME;

import io.github.proxmoxmcp.persistence.ClusterFacts;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestSnapshot;
import io.github.proxmoxmcp.persistence.Node;
import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Every kind of which history is kept, and how records become rows; those that are read in lists stand in
/// [InventoryTable].
public final class HistoryTables {

    public static final HistoryTable CLUSTERS = new HistoryTable(
            Kind.CLUSTER, "cluster_state", Columns.of(), Columns.of(TEXT.of("name"), BOOLEAN.of("quorate")));

    public static final HistoryTable NODES = new HistoryTable(
            Kind.NODE,
            "node",
            Columns.of(TEXT.of("name")),
            Columns.of(TEXT.of("status"), TEXT.of("ip"), INTEGER.of("cpus"), LONG.of("memory_bytes")));

    public static final HistoryTable NODE_DETAILS = new HistoryTable(
                    Kind.NODE_DETAILS,
                    "node_detail",
                    Columns.of(TEXT.of("name")),
                    Columns.of(TEXT.of("version"), TEXT.of("kernel"), TEXT.of("cpu_model")))
            .partOf(Kind.NODE, 1, "", 0);

    public static final HistoryTable GUESTS = new HistoryTable(
            Kind.GUEST,
            "guest",
            Columns.of(INTEGER.of("vmid"), INTEGER.of("incarnation")),
            Columns.of(
                    TEXT.of("kind"),
                    TEXT.of("name"),
                    TEXT.of("node"),
                    TEXT.of("status"),
                    BOOLEAN.of("template"),
                    TEXT.of("tags"),
                    TEXT.of("pool"),
                    TEXT.of("lock"),
                    DOUBLE.of("cpus"),
                    LONG.of("memory_bytes"),
                    TEXT.of("ha_state")));

    public static final HistoryTable GUEST_CONFIGS = new HistoryTable(
                    Kind.GUEST_CONFIG,
                    "guest_config_entry",
                    Columns.of(INTEGER.of("vmid"), INTEGER.of("incarnation"), TEXT.of("key")),
                    Columns.of(TEXT.of("value")))
            .partOf(Kind.GUEST, 2, "config", 0);

    public static final HistoryTable GUEST_SNAPSHOTS = new HistoryTable(
                    Kind.GUEST_SNAPSHOT,
                    "guest_snapshot",
                    Columns.of(INTEGER.of("vmid"), INTEGER.of("incarnation"), TEXT.of("name")),
                    Columns.of(
                            TEXT.of("parent"),
                            TEXT.of("description"),
                            TIME.of("created_at"),
                            BOOLEAN.of("with_memory")))
            .partOf(Kind.GUEST, 2, "snapshot", 2);

    public static final HistoryTable STORAGES = new HistoryTable(
            Kind.STORAGE,
            "storage",
            Columns.of(TEXT.of("name"), TEXT.of("node")),
            Columns.of(TEXT.of("type"), TEXT.of("content"), BOOLEAN.of("shared"), TEXT.of("status")));

    /// Every kind, wholes before their parts; made when it is needed first, which is after the first answers.
    public static List<HistoryTable> all() {
        return All.TABLES;
    }

    private static final class All {

        static final List<HistoryTable> TABLES = Stream.concat(
                        Stream.of(CLUSTERS, NODES, NODE_DETAILS, GUESTS, GUEST_CONFIGS, GUEST_SNAPSHOTS, STORAGES),
                        InventoryTable.ALL.stream().map(InventoryTable::table))
                .toList();

        private All() {}
    }

    /// Where some facts stand in their rows.
    static final int GUEST_KIND = 0;

    static final int GUEST_NAME = 1;
    static final int GUEST_NODE = 2;
    static final int GUEST_STATUS = 3;
    static final int GUEST_TEMPLATE = 4;
    static final int GUEST_TAGS = 5;
    static final int GUEST_POOL = 6;
    static final int GUEST_LOCK = 7;
    static final int GUEST_CPUS = 8;
    static final int GUEST_MEMORY = 9;

    /// Between the words of a list that is kept as one text: Proxmox's own separator.
    public static final String SEPARATOR = ";";

    private HistoryTables() {}

    public static Row row(ClusterFacts cluster) {
        return new Row(
                List.of(),
                Facts.of(cluster.name().orElse(null), cluster.quorate().orElse(null)));
    }

    public static Row row(Node node) {
        return new Row(
                List.of(node.name()),
                Facts.of(
                        node.status(),
                        node.ip().orElse(null),
                        node.cpus().orElse(null),
                        node.memoryBytes().orElse(null)));
    }

    public static Row row(NodeDetails details) {
        return new Row(
                List.of(details.name()),
                Facts.of(
                        details.version(),
                        details.kernel().orElse(null),
                        details.cpuModel().orElse(null)));
    }

    public static Row row(Guest guest, int incarnation) {
        return new Row(
                List.of(guest.vmid(), incarnation),
                Facts.of(
                        kind(guest.kind()),
                        guest.name().orElse(null),
                        guest.node(),
                        guest.status(),
                        guest.template(),
                        String.join(SEPARATOR, guest.tags()),
                        guest.pool().orElse(null),
                        guest.lock().orElse(null),
                        guest.cpus().orElse(null),
                        guest.memoryBytes().orElse(null),
                        guest.haState().orElse(null)));
    }

    /// @param guest its key: vmid and incarnation
    public static Row row(List<Object> guest, String key, String value) {
        return new Row(List.of(guest.get(0), guest.get(1), key), Facts.of(value));
    }

    public static Row row(List<Object> guest, GuestSnapshot snapshot) {
        return new Row(
                List.of(guest.get(0), guest.get(1), snapshot.name()),
                Facts.of(
                        snapshot.parent().orElse(null),
                        snapshot.description().orElse(null),
                        snapshot.createdAt().map(Instant::toEpochMilli).orElse(null),
                        snapshot.withMemory()));
    }

    public static Row row(Storage storage) {
        return new Row(
                List.of(storage.name(), storage.node()),
                Facts.of(
                        storage.type().orElse(null),
                        String.join(SEPARATOR, storage.content()),
                        storage.shared(),
                        storage.status()));
    }

    public static String kind(GuestKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
