package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.sql.database.Where;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often a cluster's rows in each table were written: as long as this number stays, what was read of them holds.
public final class TableVersions {

    private TableVersions() {}

    /// Notes, in the transaction that writes, that rows of a table are others now.
    public static void written(Connection connection, int cluster, String table) throws SQLException {
        Batch.update(
                connection,
                "insert into table_version (cluster, table_name, version) values (?, ?, 1) on conflict (cluster,"
                        + " table_name) do update set version = table_version.version + 1",
                cluster,
                table);
    }

    /// Notes the same of all clusters.
    public static void written(Connection connection, String table) throws SQLException {
        Batch.update(connection, "update table_version set version = version + 1 where table_name = ?", table);
    }

    /// As the transaction sees them; a table that was never written has 0.
    static List<Long> of(Versions versions, List<String> tables) throws SQLException {
        Map<String, Long> all = new HashMap<>();
        versions.query(
                "select table_name, version from table_version where cluster = ?",
                Where.ANY,
                row -> all.put(row.getString(1), row.getLong(2)));
        return tables.stream().map(table -> all.getOrDefault(table, 0L)).toList();
    }
}
