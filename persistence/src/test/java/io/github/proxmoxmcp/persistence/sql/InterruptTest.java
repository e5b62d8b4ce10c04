package io.github.proxmoxmcp.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.persistence.PostgresServer;
import io.github.proxmoxmcp.persistence.StoreLocation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A caller who is interrupted while the database works for it.
class InterruptTest {

    @Test
    void anInterruptBreaksNoConnectionAndIsNotForgotten() throws Exception {
        try (PostgresDatabase database = PostgresDatabase.open((StoreLocation.Postgres) PostgresServer.newDatabase())) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread waiting = Thread.ofVirtual().unstarted(() -> {
                try {
                    int _ = database.read(connection -> number(connection, "select 1 from pg_advisory_xact_lock(7)"));
                    interrupted.complete(Thread.currentThread().isInterrupted());
                } catch (RuntimeException e) {
                    interrupted.completeExceptionally(e);
                }
            });

            int backend = database.write(connection -> {
                int own = number(connection, "select 1 from pg_advisory_xact_lock(7)");
                waiting.start();
                // Another connection would not see it wait before it does.
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> number(
                                        connection,
                                        "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                                > 0);
                waiting.interrupt();
                return own;
            });

            assertThat(backend).isEqualTo(1);
            assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
