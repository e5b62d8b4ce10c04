package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.sql.database.Where;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Reads what temporal tables hold of one cluster.
public record Versions(Connection connection, int cluster) {

    /// Values in one `in (…)`.
    private static final int CHUNK = 500;

    public List<Version> find(HistoryTable kind, Where where) throws SQLException {
        List<Version> found = new ArrayList<>();
        query(kind.select(), where, row -> found.add(kind.read(row)));
        return found;
    }

    /// Versions of some guests.
    public List<Version> ofGuests(HistoryTable kind, Collection<Integer> vmids, Where where) throws SQLException {
        List<Version> found = new ArrayList<>();
        for (List<Integer> some : chunks(vmids)) {
            found.addAll(find(kind, Where.in("vmid", some).and(where)));
        }
        return found;
    }

    /// Whether there ever was one of this kind.
    public boolean any(HistoryTable kind) throws SQLException {
        List<Boolean> any = new ArrayList<>();
        query(
                "select 1 from " + kind.table() + " where cluster = ?",
                new Where(" limit 1", List.of()),
                _ -> any.add(true));
        return !any.isEmpty();
    }

    public Optional<Version> first(HistoryTable kind, Where where) throws SQLException {
        return find(kind, where).stream().findFirst();
    }

    /// Runs a select that ends in `cluster = ?` with further conditions.
    public void query(String sql, Where where, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql + where.sql())) {
            statement.setInt(1, cluster);
            where.bind(statement, 2);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        }
    }

    public static <T> List<List<T>> chunks(Collection<T> values) {
        List<T> all = List.copyOf(values);
        List<List<T>> chunks = new ArrayList<>();
        for (int start = 0; start < all.size(); start += CHUNK) {
            chunks.add(all.subList(start, Math.min(all.size(), start + CHUNK)));
        }
        return chunks;
    }

    /// Takes one row of a result.
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
