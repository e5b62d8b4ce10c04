package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.EmptyStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    private final InstantSource clock = now::get;
    private final AtomicInteger won = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    void aHolderThatDiedIsReplacedWithinTenSecondsAndNoSooner() {
        try (Store store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), clock)) {
            Lease dead = lease(store, "dead");
            Lease heir = lease(store, "heir");
            dead.renew();
            heir.renew();
            assertThat(dead.isHeld()).isTrue();
            assertThat(heir.isHeld()).isFalse();

            now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(8)));
            heir.renew();
            boolean tooSoon = heir.isHeld();
            now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(2)));
            heir.renew();

            assertThat(tooSoon).isFalse();
            assertThat(heir.isHeld()).isTrue();
            assertThat(won).hasValue(2);
        }
    }

    @Test
    void aHolderThatEndsLetsAnotherBeginAtOnce() {
        try (Store store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), clock)) {
            Lease first = lease(store, "first");
            Lease second = lease(store, "second");
            first.renew();

            first.close();
            second.renew();

            assertThat(second.isHeld()).isTrue();
        }
    }

    /// All processes of a machine see its clock.
    @Test
    void aLeaseFromBeforeTheClockWasSetBackHoldsNobodyUp() {
        try (Store store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), clock)) {
            lease(store, "dead").renew();
            now.updateAndGet(instant -> instant.minus(Duration.ofHours(1)));
            Lease heir = lease(store, "heir");
            heir.renew();
            Lease third = lease(store, "third");
            third.renew();

            assertThat(heir.isHeld()).isTrue();
            assertThat(third.isHeld()).isFalse();
        }
    }

    private Lease lease(Store store, String holder) {
        return new Lease("sync:lab", holder, store, clock, won::incrementAndGet);
    }
}
