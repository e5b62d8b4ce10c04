package io.github.proxmoxmcp.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.config.RetentionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @TempDir
    private Path folder;

    @Test
    void forgetsWhatEndedLongAgoAndNothingElse() {
        try (Store store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), CLOCK)) {
            record(store, NOW.minus(Duration.ofDays(30)), "stopped");
            record(store, NOW.minus(Duration.ofDays(20)), "running");
            record(store, NOW.minus(Duration.ofDays(2)), "stopped");
            Housekeeping housekeeping = new Housekeeping(
                    store, List.of("c"), new RetentionSettings(Duration.ofDays(10), Duration.ofDays(10)), CLOCK, "me");

            int removed = housekeeping.tidy();

            // How it was, and that it became another.
            assertThat(removed).isEqualTo(2);
            assertThat(status(store, NOW.minus(Duration.ofDays(25)))).isEmpty();
            assertThat(status(store, NOW.minus(Duration.ofDays(3)))).contains("running");
            assertThat(status(store, NOW)).contains("stopped");
            assertThat(housekeeping.tidy()).isZero();
        }
    }

    private static void record(Store store, Instant at, String status) {
        Guest guest = new Guest(
                100,
                GuestKind.VM,
                Optional.of("web01"),
                "pve1",
                status,
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(2.0),
                Optional.of(1L << 30),
                Optional.empty());
        store.recorder().record(Observation.of("c", at).withGuests(List.of(guest), List.of()));
    }

    private static Optional<String> status(Store store, Instant at) {
        return store.guests()
                .get("c", 100, Moment.at(at))
                .map(state -> state.guest().status());
    }
}
