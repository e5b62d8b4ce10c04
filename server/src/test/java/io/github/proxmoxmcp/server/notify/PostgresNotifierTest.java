package io.github.proxmoxmcp.server.notify;

import io.github.proxmoxmcp.persistence.StoreLocation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresNotifierTest extends NotifierContract {

    private static Optional<EmbeddedPostgres> server = Optional.empty();
    private static int databases;

    private final String database = "notify" + ++databases;

    @BeforeAll
    static void startDatabase() throws IOException {
        server = Optional.of(
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start());
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        server.orElseThrow().close();
    }

    @BeforeEach
    @Override
    void start() {
        try (Connection connection = server.orElseThrow().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        super.start();
    }

    @Override
    StoreLocation location() {
        return StoreLocation.parse(server.orElseThrow().getJdbcUrl("postgres", database));
    }
}
