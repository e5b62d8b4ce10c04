package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.history.ChangeBackfill;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The version of the tables, and how they get there.
///
/// Flyway takes a while to come up, so it is only asked when the version that it left in its table is not the one of
/// this program.
///
/// @param words what this database says for the placeholders of the migrations
record Schema(StoreLocation location, DataSource source, Map<String, String> words) {

    /// That of the newest migration.
    static final int VERSION = 26;

    private static final String MIGRATIONS = "classpath:io/github/proxmoxmcp/persistence/migration";
    private static final String HISTORY = "flyway_schema_history";
    private static final Duration OTHERS_TURN = Duration.ofSeconds(10);

    /// Brings the tables to [#VERSION]; refuses a database that is of a newer one, or not ours.
    void prepare() {
        if (version() == VERSION) {
            return;
        }
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations(MIGRATIONS)
                    .placeholders(words)
                    .javaMigrations(new ChangeBackfill())
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            // Another process may just be doing the same; the loser of such a race waits for the winner.
            long deadline = System.nanoTime() + OTHERS_TURN.toNanos();
            while (version() != VERSION) {
                if (System.nanoTime() > deadline) {
                    throw new StoreException.Unusable(
                            "Cannot make the tables in " + location + ": " + e.getMessage(), e);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private int version() {
        try (Connection connection = source.getConnection()) {
            // In this order: another process may just be making them, that of Flyway first.
            boolean hasTables = hasTable(connection, "%");
            if (!hasTable(connection, HISTORY)) {
                if (hasTables) {
                    throw new StoreException.Unusable(
                            location + " is another program's database: give another place for the state");
                }
                return 0;
            }
            int version = migratedTo(connection);
            if (version > VERSION) {
                throw new StoreException.Unusable(
                        location + " was written by a newer version of this program (its tables"
                                + " are version " + version + ", this program knows " + VERSION
                                + "): upgrade this program, or give another place for the state");
            }
            return version;
        } catch (SQLException e) {
            throw new StoreException.Unusable("Cannot read " + location + ": " + e.getMessage(), e);
        }
    }

    private static boolean hasTable(Connection connection, String pattern) throws SQLException {
        try (ResultSet tables =
                connection.getMetaData().getTables(null, connection.getSchema(), pattern, new String[] {"TABLE"})) {
            return tables.next();
        }
    }

    private static int migratedTo(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select max(cast(version as integer)) from " + HISTORY + " where success")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
