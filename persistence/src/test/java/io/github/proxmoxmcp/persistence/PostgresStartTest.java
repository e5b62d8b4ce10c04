package io.github.proxmoxmcp.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.sql.Stores;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Several replicas that begin at once on a new database.
class PostgresStartTest {

    private static final int PROCESSES = 6;

    @Test
    void manyThatBeginAtOnceOnAnEmptyDatabaseAllComeUp() throws Exception {
        StoreLocation location = PostgresServer.emptyDatabase();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(PROCESSES)) {
            List<Future<Integer>> opened = IntStream.range(0, PROCESSES)
                    .mapToObj(_ -> threads.submit(() -> {
                        go.await();
                        try (Store store = Stores.open(location, InstantSource.system())) {
                            return store.accessTokens().list().size();
                        }
                    }))
                    .toList();

            go.countDown();

            for (Future<Integer> one : opened) {
                assertThat(one.get()).isZero();
            }
        }
    }
}
