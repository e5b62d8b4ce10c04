package io.github.proxmoxmcp.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several processes on one SQLite file.
class ContentionTest {

    private static final int ROUNDS = 25;

    @TempDir
    private Path folder;

    /// Opens the file, writes to it and closes it, again and again: `ContentionTest FILE`.
    public static void main(String[] arguments) {
        for (int round = 0; round < ROUNDS; round++) {
            try (SqlStore store = SqlStore.open(file(Path.of(arguments[0])), InstantSource.system())) {
                append(store, "other");
            }
        }
    }

    @Test
    void processesThatOpenWriteAndCloseDoNotDisturbEachOther() throws Exception {
        Path path = folder.resolve("state.db");
        List<Process> others =
                Stream.of(1, 2).map(_ -> start(ContentionTest.class, path)).toList();

        int written = 0;
        while (others.stream().anyMatch(Process::isAlive)) {
            try (SqlStore store = SqlStore.open(file(path), InstantSource.system());
                    SqlStore second = SqlStore.open(file(path), InstantSource.system())) {
                append(store, "this");
                append(second, "this");
                written += 2;
            }
        }

        for (Process other : others) {
            assertThat(other.waitFor()).isZero();
        }
        try (SqlStore store = SqlStore.open(file(path), InstantSource.system())) {
            assertThat(store.audit().list(Optional.empty(), Optional.empty(), 100_000))
                    .hasSize(2 * ROUNDS + written);
            assertThat(store.audit().verify()).isEmpty();
            assertThat(store.maintenance().integrity()).isEmpty();
        }
    }

    @Test
    void aWriteThatWaitedInVainIsNoHarmToTheNext() throws Exception {
        Path path = folder.resolve("state.db");
        try (SqlStore store =
                        new SqlStore(SqliteDatabase.open(file(path), Duration.ofMillis(50)), InstantSource.system());
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = other.createStatement()) {
            statement.execute("begin immediate");
            assertThatThrownBy(() -> append(store, "in vain"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("locked");
            statement.execute("commit");

            append(store, "next");
            append(store, "and next");

            assertThat(store.audit().list(Optional.empty(), Optional.empty(), 10))
                    .extracting(entry -> entry.principal())
                    .containsExactly("and next", "next");
        }
    }

    /// A process that runs a program of these tests.
    static Process start(Class<?> program, Path... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        Stream.of(arguments).map(Path::toString).forEach(command::add);
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static StoreLocation.File file(Path path) {
        return new StoreLocation.File(path);
    }

    private static void append(SqlStore store, String principal) {
        store.audit()
                .append(
                        Instant.parse("2026-01-01T00:00:00Z"),
                        "lab",
                        principal,
                        "test",
                        "done",
                        Optional.empty(),
                        "{}");
    }
}
