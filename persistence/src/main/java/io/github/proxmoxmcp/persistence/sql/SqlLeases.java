package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Leases;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

final class SqlLeases implements Leases {

    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private final Database database;

    SqlLeases(Database database) {
        this.database = database;
    }

    @Override
    public Instant now(Instant ours) {
        if (database.dialect() == Database.Dialect.SQLITE) {
            return ours;
        }
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select clock_timestamp()");
                    ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getTimestamp(1).toInstant();
            }
        });
    }

    @Override
    public boolean acquire(String name, String holder, Instant now, Duration duration) {
        return database.write(connection -> {
            // One statement, so that of any number of racing processes exactly one changes the row.
            try (PreparedStatement upsert = connection.prepareStatement(
                    "insert into lease (name, holder, expires_at) values (?, ?, ?) on conflict (name) do update"
                            + " set holder = excluded.holder, expires_at = excluded.expires_at"
                            + " where lease.holder = excluded.holder or lease.expires_at <= ?"
                            + " or lease.expires_at > ?")) {
                upsert.setString(1, name);
                upsert.setString(2, holder);
                upsert.setLong(3, now.plus(duration).toEpochMilli());
                upsert.setLong(4, now.toEpochMilli());
                // Nobody takes one for so long: it is from before the clock was set back.
                upsert.setLong(5, now.plus(duration).plus(CLOCKS_APART).toEpochMilli());
                return upsert.executeUpdate() == 1;
            }
        });
    }

    @Override
    public void release(String name, String holder) {
        database.write(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from lease where name = ? and holder = ?")) {
                delete.setString(1, name);
                delete.setString(2, holder);
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public Optional<String> holder(String name, Instant now) {
        return database.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select holder from lease where name = ? and expires_at > ?")) {
                select.setString(1, name);
                select.setLong(2, now.toEpochMilli());
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
                }
            }
        });
    }
}
