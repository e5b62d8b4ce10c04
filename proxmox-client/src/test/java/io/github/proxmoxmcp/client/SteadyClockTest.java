package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private static final Instant BEGINNING = Instant.parse("2026-11-30T16:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(BEGINNING);
    private final AtomicLong nanos = new AtomicLong();
    private final SteadyClock clock = new SteadyClock(wall::get, nanos::get);

    @Test
    void tellsTheMachinesTimeAsLongAsThatGoesForward() {
        pass(Duration.ofMinutes(5));
        wall.updateAndGet(now -> now.plus(Duration.ofHours(2)));

        assertThat(clock.instant()).isEqualTo(BEGINNING.plus(Duration.ofMinutes(125)));
        assertThat(clock.ahead()).isEmpty();
    }

    @Test
    void goesOnFromWhereItWasWhenTheMachinesIsSetBack() {
        pass(Duration.ofMinutes(1));
        Instant before = clock.instant();
        wall.updateAndGet(now -> now.minus(Duration.ofHours(1)));
        Instant at = clock.instant();
        pass(Duration.ofSeconds(100));
        Instant later = clock.instant();

        assertThat(at).isEqualTo(before);
        assertThat(Duration.between(at, later)).isEqualTo(Duration.ofSeconds(90));
        assertThat(clock.ahead()).contains(Duration.ofHours(1).minusSeconds(10));
    }

    @Test
    void isTheMachinesAgainWhenThatWasPutRightOrHasCaughtUp() {
        wall.updateAndGet(now -> now.minus(Duration.ofHours(1)));
        clock.instant();
        pass(Duration.ofSeconds(80));
        wall.updateAndGet(now -> now.plus(Duration.ofHours(1)));
        Instant putRight = clock.instant();
        boolean right = clock.ahead().isEmpty();
        wall.updateAndGet(now -> now.minus(Duration.ofMinutes(1)));
        clock.instant();
        for (int minute = 0; minute < 11; minute++) {
            pass(Duration.ofMinutes(1));
            clock.instant();
        }

        assertThat(putRight).isEqualTo(BEGINNING.plusSeconds(80));
        assertThat(right).isTrue();
        assertThat(clock.ahead()).isEmpty();
        assertThat(clock.instant()).isEqualTo(wall.get());
    }

    @Test
    void isNoEarlierThanWhatWasRecordedBeforeItBegan() {
        clock.atLeast(BEGINNING.plus(Duration.ofMinutes(30)));

        assertThat(clock.instant()).isEqualTo(BEGINNING.plus(Duration.ofMinutes(30)));
        assertThat(clock.ahead()).contains(Duration.ofMinutes(30));
    }

    /// The two clocks of a machine do not run at exactly one rate.
    @Test
    void doesNotRunAwayWhenTheOtherClockIsALittleFaster() {
        for (int hour = 0; hour < 1000; hour++) {
            wall.updateAndGet(now -> now.plus(Duration.ofHours(1)));
            nanos.addAndGet(Duration.ofHours(1).plusMillis(200).toNanos());
            clock.instant();
        }

        assertThat(clock.instant()).isEqualTo(wall.get());
        assertThat(clock.ahead()).isEmpty();
    }

    private void pass(Duration time) {
        wall.updateAndGet(now -> now.plus(time));
        nanos.addAndGet(time.toNanos());
    }
}
