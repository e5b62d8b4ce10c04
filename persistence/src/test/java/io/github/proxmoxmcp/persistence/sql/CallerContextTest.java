package io.github.proxmoxmcp.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.PostgresServer;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.caller.CallerContext;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Questions that never end, on both databases: they leave room for others, and end when nobody waits for them.
class CallerContextTest {

    private static final int GREED = 20;

    @TempDir
    private Path folder;

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    enum Kind {
        SQLITE("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n", 3),
        POSTGRES("select 1 from pg_sleep(3600)", 6);

        private final String endless;
        private final int share;

        Kind(String endless, int share) {
            this.endless = endless;
            this.share = share;
        }

        Database open(Path folder) {
            return this == SQLITE
                    ? SqliteDatabase.open(new StoreLocation.File(folder.resolve("state.db")))
                    : PostgresDatabase.open((StoreLocation.Postgres) PostgresServer.newDatabase());
        }

        /// SQLite's calls keep the carrier thread of a virtual thread busy.
        Thread.Builder thread() {
            return this == SQLITE ? Thread.ofPlatform() : Thread.ofVirtual();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoAsksWithoutEndLeavesRoomForOthersAndEndsWhenInterrupted(Kind kind) throws Exception {
        try (Database database = kind.open(folder)) {
            List<Thread> greedy = Stream.generate(() -> kind.thread().start(() -> ask(database, kind.endless)))
                    .limit(GREED)
                    .toList();
            heard(kind.share, "begun");

            int other =
                    CallerContext.as("other", true, () -> database.read(connection -> number(connection, "select 42")));

            assertThat(other).isEqualTo(42);
            assertThat(greedy).allMatch(Thread::isAlive);
            greedy.forEach(Thread::interrupt);
            for (Thread thread : greedy) {
                assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
            }
            cancelled();
            assertThat(database.<Integer>read(connection -> number(connection, "select 43")))
                    .isEqualTo(43);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void statementsOfStrangersLeaveRoomAndEndWhenInterrupted(Kind kind) throws Exception {
        try (Database database = kind.open(folder)) {
            List<Thread> greedy = new ArrayList<>();
            for (int i = 0; i < GREED; i++) {
                greedy.add(kind.thread()
                        .start(() -> CallerContext.as("greedy", true, () -> query(database, kind.endless))));
            }
            heard(2, "begun");

            int other = CallerContext.as("other", true, () -> {
                try {
                    return database.query(
                            Duration.ofHours(1), "other", _ -> false, connection -> number(connection, "select 42"));
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(other).isEqualTo(42);
            greedy.forEach(Thread::interrupt);
            for (Thread thread : greedy) {
                assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
            }
            cancelled();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoActsReadsOnThoughInterrupted(Kind kind) throws Exception {
        try (Database database = kind.open(folder)) {
            Thread acting = kind.thread().start(() -> {
                Thread.currentThread().interrupt();
                int read = CallerContext.as("actor", false, () -> database.read(connection -> number(connection, """
                    with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
                    select count(*) from n\
                    """)));
                said.add(read + " " + Thread.currentThread().isInterrupted());
            });

            assertThat(acting.join(Duration.ofSeconds(60))).isTrue();
            heard(1, "100000 true");
        }
    }

    private void ask(Database database, String sql) {
        try {
            int _ = CallerContext.as(
                    "greedy",
                    true,
                    () -> database.read(connection -> {
                        said.add("begun");
                        return number(connection, sql);
                    }));
        } catch (StoreException.Cancelled _) {
            said.add("cancelled");
        }
    }

    private int query(Database database, String sql) {
        try {
            return database.query(Duration.ofHours(1), sql, _ -> false, connection -> {
                said.add("begun");
                return number(connection, sql);
            });
        } catch (SQLException | StoreException.Cancelled _) {
            said.add("cancelled");
            return 0;
        }
    }

    private void heard(int times, String word) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            assertThat(said.poll(60, TimeUnit.SECONDS)).isEqualTo(word);
        }
    }

    /// Some may begin when others end, before they are interrupted themselves.
    private void cancelled() {
        assertThat(said.stream().filter("cancelled"::equals)).hasSize(GREED);
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
