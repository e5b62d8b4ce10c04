package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.acting.WriteStops;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class SqlWriteStops implements WriteStops {

    private final Database database;

    SqlWriteStops(Database database) {
        this.database = database;
    }

    @Override
    public void stop(String cluster, String author, Optional<String> reason, Instant at) {
        database.write(connection -> Batch.update(
                connection,
                "insert into write_stop (cluster, at, author, reason) values (?, ?, ?, ?) on conflict do nothing",
                cluster,
                at.toEpochMilli(),
                author,
                reason.orElse(null)));
    }

    @Override
    public boolean lift(String cluster) {
        return database.write(
                        connection -> Batch.update(connection, "delete from write_stop where cluster = ?", cluster))
                == 1;
    }

    @Override
    public Optional<Stop> get(String cluster) {
        return database.read(connection -> {
            List<Stop> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(new Stop(
                            Instant.ofEpochMilli(row.getLong(1)),
                            row.getString(2),
                            Optional.ofNullable(row.getString(3)))),
                    "select at, author, reason from write_stop where cluster = ?",
                    cluster);
            return found.stream().findFirst();
        });
    }
}
