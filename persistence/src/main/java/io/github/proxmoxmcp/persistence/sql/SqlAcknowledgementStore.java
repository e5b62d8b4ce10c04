package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.acting.Acknowledgement;
import io.github.proxmoxmcp.persistence.acting.AcknowledgementStore;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

final class SqlAcknowledgementStore implements AcknowledgementStore {

    private final Database database;

    SqlAcknowledgementStore(Database database) {
        this.database = database;
    }

    @Override
    public void put(Acknowledgement given) {
        database.write(connection -> Batch.update(
                connection,
                "insert into acknowledgement (cluster, area, problem, severity, principal, reason, made_at, ends_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (cluster, area, problem) do update set"
                        + " severity = excluded.severity, principal = excluded.principal, reason = excluded.reason,"
                        + " made_at = excluded.made_at, ends_at = excluded.ends_at",
                given.cluster(),
                given.area(),
                given.problem(),
                given.severity(),
                given.principal(),
                given.reason(),
                given.at().toEpochMilli(),
                given.until().map(Instant::toEpochMilli).orElse(null)));
    }

    @Override
    public boolean remove(String cluster, String area, String problem) {
        return database.write(connection -> Batch.update(
                        connection,
                        "delete from acknowledgement where cluster = ? and area = ? and problem = ?",
                        cluster,
                        area,
                        problem))
                > 0;
    }

    @Override
    public List<Acknowledgement> of(String cluster) {
        return database.read(connection -> {
            List<Acknowledgement> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(acknowledgement(row)),
                    "select cluster, area, problem, severity, principal, reason, made_at, ends_at from acknowledgement"
                            + " where cluster = ? order by area, problem",
                    cluster);
            return found;
        });
    }

    private static Acknowledgement acknowledgement(ResultSet row) throws SQLException {
        OptionalLong until = Columns.time(row, 8);
        return new Acknowledgement(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Instant.ofEpochMilli(row.getLong(7)),
                until.isPresent() ? Optional.of(Instant.ofEpochMilli(until.getAsLong())) : Optional.empty());
    }
}
