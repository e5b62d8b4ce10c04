package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.SnapshotStore;
import io.github.proxmoxmcp.persistence.StateSnapshot;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class SqlSnapshotStore implements SnapshotStore {

    private final Database database;

    SqlSnapshotStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(StateSnapshot snapshot) {
        int added = database.write(connection -> insert(connection, snapshot));
        if (added == 0) {
            throw taken(snapshot.cluster(), snapshot.name());
        }
    }

    private static StoreException taken(String cluster, String name) {
        return new StoreException.NameTaken(
                "A state snapshot named '" + name + "' exists in cluster '" + cluster + "': choose another name");
    }

    @Override
    public boolean rename(String cluster, String name, String newName) {
        boolean renamed = change(
                "update state_snapshot set name = ? where cluster = (select id from known_cluster where name = ?) and"
                        + " name = ? and not exists (select 1 from state_snapshot other where other.cluster ="
                        + " state_snapshot.cluster and other.name = ?)",
                newName,
                cluster,
                name,
                newName);
        if (!renamed && !name.equals(newName) && get(cluster, name).isPresent()) {
            throw taken(cluster, newName);
        }
        return renamed || (name.equals(newName) && get(cluster, name).isPresent());
    }

    @Override
    public boolean delete(String cluster, String name) {
        return change(
                "delete from state_snapshot where cluster = (select id from known_cluster where name = ?) and name = ?",
                cluster,
                name);
    }

    @Override
    public boolean pin(String cluster, String name, boolean pinned) {
        return change(
                "update state_snapshot set pinned = ? where cluster = (select id from known_cluster where name = ?) and"
                        + " name = ?",
                pinned,
                cluster,
                name);
    }

    private boolean change(String sql, Object... values) {
        return database.write(connection -> Batch.update(connection, sql, values)) > 0;
    }

    private static int insert(Connection connection, StateSnapshot snapshot) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into state_snapshot (cluster, name, at, taken_at, note, author, pinned)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            insert.setInt(1, Clusters.make(connection, snapshot.cluster()));
            insert.setString(2, snapshot.name());
            insert.setLong(3, snapshot.at().toEpochMilli());
            insert.setLong(4, snapshot.takenAt().toEpochMilli());
            insert.setObject(5, snapshot.note().orElse(null));
            insert.setString(6, snapshot.author());
            insert.setBoolean(7, snapshot.pinned());
            return insert.executeUpdate();
        }
    }

    @Override
    public List<StateSnapshot> list(String cluster) {
        return find(cluster, new Where(" order by taken_at desc, name", List.of()));
    }

    @Override
    public Optional<StateSnapshot> get(String cluster, String name) {
        return find(cluster, Where.is("name", name)).stream().findFirst();
    }

    private List<StateSnapshot> find(String cluster, Where where) {
        return Clusters.read(database, cluster, List.of(), versions -> {
            List<StateSnapshot> found = new ArrayList<>();
            versions.query(
                    "select name, at, taken_at, note, author, pinned from state_snapshot where cluster = ?",
                    where,
                    row -> found.add(new StateSnapshot(
                            cluster,
                            row.getString(1),
                            Instant.ofEpochMilli(row.getLong(2)),
                            Instant.ofEpochMilli(row.getLong(3)),
                            Optional.ofNullable(row.getString(4)),
                            row.getString(5),
                            row.getBoolean(6))));
            return found;
        });
    }
}
