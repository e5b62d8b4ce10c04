package io.github.proxmoxmcp.persistence.sql.database;

import io.github.proxmoxmcp.persistence.Changes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `LISTEN` on a connection of its own, made when somebody first waits. For one thread at a time. A database that
/// cannot do it, or is away, costs no more than the time that whoever waits gives.
public final class PostgresChanges implements Changes {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresChanges.class);

    private static final String CHANNEL = "proxmox_mcp_recorded";

    private final String url;
    private Optional<Connection> listening = Optional.empty();
    private boolean closed;

    public PostgresChanges(String url) {
        this.url = url;
    }

    /// Tells all who listen, once the transaction is committed.
    public static void announce(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("notify " + CHANNEL);
        }
    }

    @Override
    public void await(Duration longest) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            connection().unwrap(PGConnection.class).getNotifications(Math.toIntExact(longest.toMillis()));
        } catch (SQLException e) {
            LOG.debug("what others record is looked for instead of listened to: {}", e.getMessage());
            disconnect();
            Thread.sleep(longest.minusNanos(System.nanoTime() - begun));
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private synchronized Connection connection() throws SQLException {
        if (closed) {
            throw new SQLException("the store is closed");
        }
        if (listening.isEmpty()) {
            Connection connection = DriverManager.getConnection(url);
            listening = Optional.of(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
            }
        }
        return listening.get();
    }

    private synchronized void disconnect() {
        try {
            if (listening.isPresent()) {
                listening.get().close();
            }
        } catch (SQLException e) {
            LOG.debug("the connection that listens did not close well: {}", e.getMessage());
        }
        listening = Optional.empty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        disconnect();
    }
}
