package io.github.proxmoxmcp.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Copies a memory from SQLite to PostgreSQL, table by table.
final class Copy {

    private static final int ROWS_PER_BATCH = 5_000;

    private final Connection from;
    private final Connection to;

    private Copy(Connection from, Connection to) {
        this.from = from;
        this.to = to;
    }

    /// @param to a database whose tables are there and empty
    static void of(String from, String to) {
        try (Connection source = DriverManager.getConnection(from);
                Connection target = DriverManager.getConnection(to);
                Statement statement = target.createStatement()) {
            target.setAutoCommit(false);
            statement.execute("set session_replication_role = replica");
            Copy copy = new Copy(source, target);
            statement.execute("truncate " + String.join(", ", copy.tables()));
            for (String table : copy.tables()) {
                copy.table(table);
            }
            target.commit();
            target.setAutoCommit(true);
            statement.execute("vacuum analyze");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = to.createStatement();
                ResultSet row = statement.executeQuery("select table_name from information_schema.tables where"
                        + " table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'flyway%'"
                        + " and table_name not in ('lease')")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    private void table(String table) throws SQLException {
        try (Statement target = to.createStatement();
                Statement source = from.createStatement();
                Statement asked = to.createStatement();
                ResultSet shape = asked.executeQuery("select * from " + table + " limit 0")) {
            ResultSetMetaData columns = shape.getMetaData();
            String names = "";
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                names += (column == 1 ? "\"" : ", \"") + columns.getColumnName(column) + "\"";
            }
            String insert = "insert into " + table + " (" + names + ") overriding system value values (?"
                    + ", ?".repeat(columns.getColumnCount() - 1) + ")";
            try (ResultSet row = source.executeQuery("select " + names + " from " + table);
                    PreparedStatement into = to.prepareStatement(insert)) {
                rows(columns, row, into);
            }
            if (columns.getColumnName(1).equals("id") && columns.isAutoIncrement(1)) {
                target.execute("select setval(pg_get_serial_sequence('" + table
                        + "', 'id'), (select coalesce(max(id), 1)" + " from " + table + "))");
            }
        }
    }

    private static void rows(ResultSetMetaData columns, ResultSet row, PreparedStatement into) throws SQLException {
        for (int count = 1; row.next(); count++) {
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                into.setObject(column, value(columns.getColumnType(column), row, column));
            }
            into.addBatch();
            if (count % ROWS_PER_BATCH == 0) {
                into.executeBatch();
            }
        }
        into.executeBatch();
    }

    private static @Nullable Object value(int type, ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value == null) {
            return null;
        }
        return switch (type) {
            case Types.BIT, Types.BOOLEAN -> row.getInt(column) != 0;
            case Types.INTEGER -> row.getInt(column);
            case Types.BIGINT -> row.getLong(column);
            case Types.DOUBLE -> row.getDouble(column);
            default -> row.getString(column);
        };
    }
}
