package io.github.proxmoxmcp.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.persistence.StoreLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several who make one new SQLite file at the same time.
class NewFileTest {

    private static final int OPENERS = 6;

    @TempDir
    private Path folder;

    /// Opens a file that may not be there yet, writes once and closes it: `NewFileTest FILE START`, as soon as START is
    /// there.
    public static void main(String[] arguments) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> Files.exists(Path.of(arguments[1])));
        use(Path.of(arguments[0]), "process " + ProcessHandle.current().pid());
    }

    @RepeatedTest(3)
    void threadsThatMakeOneFileAllWriteToIt() throws Exception {
        Path path = folder.resolve("new").resolve("state.db");
        CyclicBarrier together = new CyclicBarrier(OPENERS);
        try (ExecutorService threads = Executors.newFixedThreadPool(OPENERS)) {
            List<Callable<String>> openers = IntStream.range(0, OPENERS)
                    .mapToObj(number -> (Callable<String>) () -> {
                        together.await();
                        return use(path, "thread " + number);
                    })
                    .toList();
            for (Future<String> opener : threads.invokeAll(openers)) {
                assertThat(opener.get()).startsWith("thread");
            }
        }

        assertThat(written(path)).hasSize(OPENERS);
    }

    @Test
    void processesThatMakeOneFileAllWriteToIt() throws Exception {
        Path path = folder.resolve("state.db");
        Path start = folder.resolve("start");
        List<Process> others = Stream.of(1, 2)
                .map(_ -> ContentionTest.start(NewFileTest.class, path, start))
                .toList();
        Files.createFile(start);
        use(path, "this process");

        for (Process other : others) {
            assertThat(other.waitFor()).isZero();
        }
        assertThat(written(path)).hasSize(3);
    }

    private static String use(Path path, String principal) {
        try (SqlStore store = SqlStore.open(new StoreLocation.File(path), InstantSource.system())) {
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
        return principal;
    }

    private static List<String> written(Path path) {
        try (SqlStore store = SqlStore.open(new StoreLocation.File(path), InstantSource.system())) {
            assertThat(store.audit().verify()).isEmpty();
            assertThat(store.maintenance().integrity()).isEmpty();
            return store.audit().list(Optional.empty(), Optional.empty(), 100).stream()
                    .map(entry -> entry.principal())
                    .toList();
        }
    }
}
