package io.github.proxmoxmcp.persistence.sql.history;

import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.DOUBLE;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.INTEGER;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.LONG;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.TEXT;

import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.NodeGauges;
import io.github.proxmoxmcp.persistence.StorageGauges;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A table of what fluctuates: only the latest values are kept, and only written when they differ.
public record Gauges(String table, Columns key, Columns values) {

    public static final Gauges GUESTS = new Gauges(
            "guest_gauge",
            Columns.of(INTEGER.of("vmid")),
            Columns.of(
                    DOUBLE.of("cpu_fraction"),
                    LONG.of("memory_used_bytes"),
                    LONG.of("disk_used_bytes"),
                    LONG.of("disk_bytes"),
                    LONG.of("uptime_seconds")));

    public static final Gauges NODES = new Gauges(
            "node_gauge",
            Columns.of(TEXT.of("name")),
            Columns.of(
                    DOUBLE.of("cpu_fraction"),
                    LONG.of("memory_used_bytes"),
                    LONG.of("root_disk_used_bytes"),
                    LONG.of("root_disk_bytes"),
                    LONG.of("uptime_seconds")));

    public static final Gauges STORAGES = new Gauges(
            "storage_gauge",
            Columns.of(TEXT.of("name"), TEXT.of("node")),
            Columns.of(LONG.of("used_bytes"), LONG.of("total_bytes")));

    public static final List<Gauges> ALL = List.of(GUESTS, NODES, STORAGES);

    public static Row row(GuestGauges gauges) {
        return new Row(
                List.of(gauges.vmid()),
                Facts.of(
                        gauges.cpuFraction().orElse(null),
                        gauges.memoryUsedBytes().orElse(null),
                        gauges.diskUsedBytes().orElse(null),
                        gauges.diskBytes().orElse(null),
                        gauges.uptimeSeconds().orElse(null)));
    }

    public static Row row(NodeGauges gauges) {
        return new Row(
                List.of(gauges.name()),
                Facts.of(
                        gauges.cpuFraction().orElse(null),
                        gauges.memoryUsedBytes().orElse(null),
                        gauges.rootDiskUsedBytes().orElse(null),
                        gauges.rootDiskBytes().orElse(null),
                        gauges.uptimeSeconds().orElse(null)));
    }

    public static Row row(StorageGauges gauges) {
        return new Row(
                List.of(gauges.name(), gauges.node()),
                Facts.of(gauges.usedBytes().orElse(null), gauges.totalBytes().orElse(null)));
    }

    /// The latest values of a cluster, by key; none for a moment in the past.
    public Map<List<Object>, Facts> latest(Versions versions, Moment moment) throws SQLException {
        return moment instanceof Moment.Now ? latest(versions, Where.ANY) : Map.of();
    }

    public Map<List<Object>, Facts> latest(Versions versions, Where where) throws SQLException {
        Map<List<Object>, Facts> latest = new HashMap<>();
        String sql = "select " + key.names("", ", ") + values.names("", ", ") + "cluster from " + table
                + " where cluster = ?";
        versions.query(sql, where, row -> latest.put(key.readKey(row, 1), Facts.of(values.read(row, 1 + key.size()))));
        return latest;
    }

    public void record(Versions versions, List<Row> seen) throws SQLException {
        if (seen.isEmpty()) {
            return;
        }
        Map<List<Object>, Facts> latest = latest(versions, Where.ANY);
        boolean written = false;
        try (Batch upsert = new Batch(versions.connection(), upsert())) {
            for (Row row : seen) {
                if (!row.facts().equals(latest.put(row.key(), row.facts()))) {
                    upsert.setAll(row.key());
                    for (int i = 0; i < row.facts().size(); i++) {
                        upsert.set(row.facts().at(i));
                    }
                    upsert.set(versions.cluster()).add();
                    written = true;
                }
            }
            upsert.finish();
        }
        if (written) {
            TableVersions.written(versions.connection(), versions.cluster(), table);
        }
    }

    public String delete() {
        return "delete from " + table + " where " + key.names("", " = ? and ") + "cluster = ?";
    }

    private String upsert() {
        StringBuilder set = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            set.append(i == 0 ? "" : ", ")
                    .append(values.name(i))
                    .append(" = excluded.")
                    .append(values.name(i));
        }
        return "insert into " + table + " (" + key.names("", ", ") + values.names("", ", ")
                + "cluster) values (?" + ", ?".repeat(key.size() + values.size()) + ") on conflict ("
                + key.names("", ", ") + "cluster) do update set " + set;
    }
}
