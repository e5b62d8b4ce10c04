package io.github.proxmoxmcp.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.StoreLocation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a reader of a SQLite file answers twice, and when it looks again.
class ReaderTest {

    private record Clusters() {}

    private final AtomicInteger looks = new AtomicInteger();
    private SqliteDatabase database;
    private SqliteDatabase otherProcess;

    @BeforeEach
    void open(@TempDir Path folder) {
        StoreLocation.File file = new StoreLocation.File(folder.resolve("state.db"));
        database = SqliteDatabase.open(file);
        otherProcess = SqliteDatabase.open(file);
    }

    @AfterEach
    void close() {
        database.close();
        otherProcess.close();
    }

    @Test
    void theSameQuestionIsAnsweredWithoutALookUntilSomebodyWrites() {
        assertThat(clusters()).isZero();
        assertThat(clusters()).isZero();
        assertThat(looks).hasValue(1);

        add(database, 1);
        assertThat(clusters()).isEqualTo(1);

        add(otherProcess, 2);
        assertThat(clusters()).isEqualTo(2);
        assertThat(clusters()).isEqualTo(2);
        assertThat(looks).hasValue(3);
    }

    @Test
    void anAnswerIsOfTheStateThatItIsRememberedFor() {
        int before = database.recall(new Clusters(), connection -> {
            add(otherProcess, 1);
            return count(connection);
        });

        assertThat(before).isZero();
        assertThat(clusters()).isEqualTo(1);
    }

    @Test
    void whatIsLargeIsNotRemembered() throws SQLException {
        for (int i = 0; i < 2; i++) {
            int counted = database.query(Duration.ofSeconds(10), new Clusters(), _ -> false, this::count);
            assertThat(counted).isZero();
        }

        assertThat(looks).hasValue(2);
    }

    private int clusters() {
        return database.recall(new Clusters(), this::count);
    }

    private int count(Connection connection) throws SQLException {
        looks.incrementAndGet();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from known_cluster")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void add(SqliteDatabase to, int id) {
        to.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "insert into known_cluster (id, name) values (" + id + ", 'c" + id + "')");
            }
        });
    }
}
