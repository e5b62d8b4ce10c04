package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.sql.Stores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/// One real PostgreSQL for all tests of this JVM; it ends with it.
public final class PostgresServer {

    private static final EmbeddedPostgres SERVER = start();
    private static final String TEMPLATE = template();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresServer() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A database of its own, with the tables made but empty.
    public static StoreLocation newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        execute("create database " + name + " template " + TEMPLATE);
        return location(name);
    }

    /// A database of its own without any table.
    static StoreLocation emptyDatabase() {
        String name = "empty" + DATABASES.incrementAndGet();
        execute("create database " + name);
        return location(name);
    }

    private static String template() {
        String name = "migrated";
        execute("create database " + name);
        Stores.open(location(name), InstantSource.system()).close();
        return name;
    }

    private static StoreLocation location(String name) {
        return StoreLocation.parse(SERVER.getJdbcUrl("postgres", name));
    }

    private static void execute(String sql) {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
