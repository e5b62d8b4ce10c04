package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;

/// An empty database for a store, and how large it is by now.
///
/// @param url where it is reached without the store
/// @param size a query for its bytes
record MeasuredDatabase(String product, StoreLocation location, String url, String size) {

    static MeasuredDatabase sqlite(Path file) {
        return new MeasuredDatabase(
                "SQLite",
                new StoreLocation.File(file),
                "jdbc:sqlite:" + file,
                "select page_count * page_size from pragma_page_count(), pragma_page_size()");
    }

    static MeasuredDatabase postgres(EmbeddedPostgres server, String name) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String url = server.getJdbcUrl("postgres", name);
        return new MeasuredDatabase(
                "PostgreSQL", StoreLocation.parse(url), url, "select pg_database_size(current_database())");
    }

    Store open() {
        return Stores.open(location, InstantSource.system());
    }

    long bytes() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(size)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
