package io.github.proxmoxmcp.persistence.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.github.proxmoxmcp.persistence.Changes;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.caller.CallerContext;
import io.github.proxmoxmcp.persistence.caller.FairShare;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.PostgresChanges;
import io.github.proxmoxmcp.persistence.sql.database.UninterruptedCalls;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One PostgreSQL database, through two pools of connections: those of readers begin every transaction as one that
/// reads one state, which they would have to be told each time otherwise, by a journey to the server of its own.
final class PostgresDatabase implements Database {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

    private static final int READERS = 9;
    private static final int WRITERS = 2;

    /// Fewer: the other questions take no time, and shall not wait for statements of strangers.
    private static final int STATEMENTS = 3;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CANCELLED = "57014";

    private static final Map<String, String> WORDS = Map.of(
            "identity",
            "bigint generated always as identity primary key",
            "clustered",
            "",
            "started_hex",
            "upper(lpad(to_hex(started_at / 1000), 8, '0'))");

    private final UninterruptedCalls undisturbed = new UninterruptedCalls(READERS + WRITERS);
    private final FairShare reading = new FairShare(READERS, READERS * 2 / 3, PATIENCE);
    private final FairShare statements = new FairShare(STATEMENTS, STATEMENTS - 1, PATIENCE);
    private final Map<String, Integer> clusterIds = new ConcurrentHashMap<>();
    private final HikariDataSource writers;
    private final HikariDataSource readers;
    private final String url;

    private PostgresDatabase(HikariDataSource writers, HikariDataSource readers, String url) {
        this.writers = writers;
        this.readers = readers;
        this.url = url;
    }

    static PostgresDatabase open(StoreLocation.Postgres location) {
        HikariConfig reading = config(location, "readers", READERS);
        reading.setReadOnly(true);
        reading.setAutoCommit(false);
        reading.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        try {
            HikariDataSource writers = new HikariDataSource(config(location, "writers", WRITERS));
            try {
                new Schema(location, writers, WORDS).prepare();
                return new PostgresDatabase(writers, new HikariDataSource(reading), location.url());
            } catch (RuntimeException e) {
                writers.close();
                throw e;
            }
        } catch (HikariPool.PoolInitializationException e) {
            throw new StoreException.Unusable(
                    "Cannot connect to " + location + ": " + e.getMessage() + ". Check the URL, user and password", e);
        }
    }

    private static HikariConfig config(StoreLocation.Postgres location, String name, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(location.url());
        config.setPoolName(name);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT.toMillis());
        // What one statement may return: a query of a stranger must not fill the heap.
        config.addDataSourceProperty("maxResultBuffer", "64M");
        config.addDataSourceProperty("ApplicationName", "proxmox-mcp");
        return config;
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    public Map<String, Integer> clusterIds() {
        return clusterIds;
    }

    @Override
    public <T> T read(Work<T> work) {
        try {
            return reading(work);
        } catch (SQLException e) {
            throw Database.unread(e);
        }
    }

    /// To ask whether something was written would be a question as long as most.
    @Override
    public <T> T recall(Object question, Work<T> work) {
        return read(work);
    }

    @Override
    public <T> T query(Duration limit, Object question, Predicate<T> small, Work<T> work) throws SQLException {
        return Database.inTurn(
                statements,
                () -> reading(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("set local statement_timeout = " + Math.max(1, limit.toMillis()));
                    }
                    return work.with(connection);
                }));
    }

    private <T> T reading(Work<T> work) throws SQLException {
        boolean stops = CallerContext.stopsOnInterrupt();
        Running running = new Running();
        return Database.inTurn(
                reading,
                () -> undisturbed.run(() -> transaction(running, work), () -> {
                    if (stops) {
                        running.stop();
                    }
                }));
    }

    private <T> T transaction(Running running, Work<T> work) throws SQLException {
        try (Connection connection = readers.getConnection()) {
            running.begin(connection);
            try {
                return work.with(connection);
            } finally {
                if (running.end()) {
                    // What stops a statement may come late, and would then stop that of the next.
                    readers.evictConnection(connection);
                } else {
                    connection.rollback();
                }
            }
        }
    }

    /// What is asked on a connection, and can be stopped from another thread as long as it is.
    private static final class Running {

        private Optional<Connection> at = Optional.empty();
        private boolean stopped;

        synchronized void begin(Connection connection) throws SQLException {
            if (stopped) {
                throw new SQLException("cancelled before it began", CANCELLED);
            }
            at = Optional.of(connection);
        }

        /// Tells whether it was stopped.
        synchronized boolean end() {
            at = Optional.empty();
            return stopped;
        }

        synchronized void stop() {
            stopped = true;
            try {
                if (at.isPresent()) {
                    at.get().unwrap(PGConnection.class).cancelQuery();
                }
            } catch (SQLException e) {
                LOG.info("a statement could not be stopped, it goes on to its end: {}", e.getMessage());
            }
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        try {
            return undisturbed.run(() -> writing(work), () -> {});
        } catch (SQLException e) {
            throw new StoreException.Unusable("Cannot write the state: " + e.getMessage(), e);
        }
    }

    private <T> T writing(Work<T> work) throws SQLException {
        try (Connection connection = writers.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                connection.rollback();
                throw e;
            }
        }
    }

    @Override
    public void announce(Connection connection) throws SQLException {
        PostgresChanges.announce(connection);
    }

    @Override
    public Changes changes() {
        return new PostgresChanges(url);
    }

    /// A server's storage is its administrator's business; `pg_amcheck` is the program for it.
    @Override
    public List<String> damage(Connection connection) {
        return List.of();
    }

    /// Autovacuum does it.
    @Override
    public void compact() {}

    @Override
    public void close() {
        undisturbed.close();
        readers.close();
        writers.close();
    }
}
