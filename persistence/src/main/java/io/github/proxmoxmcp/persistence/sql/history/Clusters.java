package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Knows the short numbers that stand for clusters' names in every row.
public final class Clusters {

    private Clusters() {}

    /// Reads what is held of one cluster; `nothing` when nothing ever was.
    public static <T> T read(Database database, String cluster, T nothing, Reading<T> reading) {
        return database.read(connection -> read(database, connection, cluster, nothing, reading));
    }

    /// Reads a known cluster through [Database#recall].
    public static <T> T recall(Database database, Object question, String cluster, T nothing, Reading<T> reading) {
        return database.recall(question, connection -> read(database, connection, cluster, nothing, reading));
    }

    private static <T> T read(Database database, Connection connection, String cluster, T nothing, Reading<T> reading)
            throws SQLException {
        Integer known = database.clusterIds().get(cluster);
        OptionalInt id = known == null ? find(connection, cluster) : OptionalInt.of(known);
        if (id.isEmpty()) {
            return nothing;
        }
        database.clusterIds().put(cluster, id.getAsInt());
        return reading.of(new Versions(connection, id.getAsInt()));
    }

    /// Versions that a cluster's history no longer has.
    public record Memory(Versions versions) {

        public OptionalLong forgottenUntil() throws SQLException {
            List<OptionalLong> found = new ArrayList<>();
            versions.query(
                    "select forgotten_until from known_cluster where id = ?",
                    Where.ANY,
                    row -> found.add(Columns.time(row, 1)));
            return found.getFirst();
        }
    }

    /// What is read of a cluster.
    @FunctionalInterface
    public interface Reading<T> {
        T of(Versions versions) throws SQLException;
    }

    /// Empty: nothing of the cluster was ever saved.
    public static OptionalInt find(Connection connection, String cluster) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select id from known_cluster where name = ?")) {
            select.setString(1, cluster);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
            }
        }
    }

    /// Adds the cluster if need be.
    public static int make(Connection connection, String cluster) throws SQLException {
        OptionalInt id = find(connection, cluster);
        while (id.isEmpty()) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into known_cluster (id, name) select coalesce(max(id), 0) + 1, ? from known_cluster where"
                            + " true on conflict do nothing")) {
                insert.setString(1, cluster);
                insert.executeUpdate();
            }
            id = find(connection, cluster);
        }
        return id.getAsInt();
    }
}
