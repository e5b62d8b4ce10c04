package io.github.proxmoxmcp.persistence.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.github.proxmoxmcp.persistence.Changes;
import io.github.proxmoxmcp.persistence.StoreException;
import io.github.proxmoxmcp.persistence.StoreLocation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// One PostgreSQL database, through a pool of connections.
final class PostgresDatabase implements Database {

    private static final int CONNECTIONS = 10;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private static final Map<String, String> WORDS =
            Map.of("identity", "bigint generated always as identity primary key", "clustered", "");

    private final UninterruptedCalls undisturbed = new UninterruptedCalls(CONNECTIONS);
    private final HikariDataSource pool;
    private final String url;

    private PostgresDatabase(HikariDataSource pool, String url) {
        this.pool = pool;
        this.url = url;
    }

    static PostgresDatabase open(StoreLocation.Postgres location) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(location.url());
        config.setPoolName("state");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT.toMillis());
        // What one statement may return: a query of a stranger must not fill the heap.
        config.addDataSourceProperty("maxResultBuffer", "64M");
        config.addDataSourceProperty("ApplicationName", "proxmox-mcp");
        try {
            HikariDataSource pool = new HikariDataSource(config);
            try {
                new Schema(location, pool, WORDS).prepare();
                return new PostgresDatabase(pool, location.url());
            } catch (RuntimeException e) {
                pool.close();
                throw e;
            }
        } catch (HikariPool.PoolInitializationException e) {
            throw new StoreException.Unusable(
                    "Cannot connect to " + location + ": " + e.getMessage() + ". Check the URL, user and password", e);
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    public <T> T read(Work<T> work) {
        try {
            return reading(work);
        } catch (SQLException e) {
            throw new StoreException.Unusable("Cannot read the state: " + e.getMessage(), e);
        }
    }

    /// To ask whether something was written would be a question as long as most.
    @Override
    public <T> T recall(Object question, Work<T> work) {
        return read(work);
    }

    @Override
    public <T> T query(Duration limit, Object question, Predicate<T> small, Work<T> work) throws SQLException {
        return reading(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local statement_timeout = " + Math.max(1, limit.toMillis()));
            }
            return work.with(connection);
        });
    }

    private <T> T reading(Work<T> work) throws SQLException {
        return undisturbed.run(() -> transaction(work));
    }

    private <T> T transaction(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
            }
            try {
                return work.with(connection);
            } finally {
                connection.rollback();
            }
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        try {
            return undisturbed.run(() -> writing(work));
        } catch (SQLException e) {
            throw new StoreException.Unusable("Cannot write the state: " + e.getMessage(), e);
        }
    }

    private <T> T writing(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
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
        pool.close();
    }
}
