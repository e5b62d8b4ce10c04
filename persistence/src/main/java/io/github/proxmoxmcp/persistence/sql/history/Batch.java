package io.github.proxmoxmcp.persistence.sql.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One statement, sent for many rows at once.
public final class Batch implements AutoCloseable {

    private static final int SIZE = 1_000;

    private final PreparedStatement statement;
    private int waiting;
    private int position;

    public Batch(Connection connection, String sql) throws SQLException {
        this.statement = connection.prepareStatement(sql);
    }

    /// Runs a statement once; returns how many rows it touched.
    public static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    /// Reads every row of a select.
    public static void query(Connection connection, Versions.RowReader reader, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        }
    }

    public Batch set(@Nullable Object value) throws SQLException {
        statement.setObject(++position, value);
        return this;
    }

    public Batch set(OptionalLong value) throws SQLException {
        return set(value.isPresent() ? (Object) value.getAsLong() : null);
    }

    public Batch set(Optional<?> value) throws SQLException {
        return set((Object) value.orElse(null));
    }

    public Batch setAll(Collection<?> values) throws SQLException {
        for (Object value : values) {
            set(value);
        }
        return this;
    }

    public void add() throws SQLException {
        position = 0;
        statement.addBatch();
        if (++waiting == SIZE) {
            send();
        }
    }

    private void send() throws SQLException {
        if (waiting > 0) {
            statement.executeBatch();
            waiting = 0;
        }
    }

    /// Sends what waits.
    public void finish() throws SQLException {
        send();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
