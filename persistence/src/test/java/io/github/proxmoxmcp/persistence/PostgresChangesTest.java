package io.github.proxmoxmcp.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What one process records another hears of.
class PostgresChangesTest {

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private static Observation guest(int cycle, String name) {
        return Observation.of(Examples.LAB, Examples.cycle(cycle))
                .withComplete(Set.of(Kind.GUEST))
                .withGuests(List.of(Examples.vm(100, name)), List.of());
    }

    @Test
    @Timeout(60)
    void aChangeThatAnotherProcessRecordsWakesWhoWaits() throws Exception {
        StoreLocation location = PostgresServer.newDatabase();
        try (Store store = Stores.open(location, InstantSource.system());
                Store other = Stores.open(location, InstantSource.system());
                Changes changes = store.changes()) {
            // Begins to listen.
            changes.await(Duration.ofMillis(1));
            CountDownLatch woken = new CountDownLatch(1);
            Thread waiting = Thread.ofVirtual().start(() -> {
                try {
                    changes.await(FOR_EVER);
                    woken.countDown();
                } catch (InterruptedException _) {
                    // The test has failed.
                }
            });

            other.recorder().record(guest(0, "web01"));
            other.recorder().record(guest(1, "web02"));

            assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
            waiting.join();
        }
    }
}
