package io.github.proxmoxmcp.client.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Spreads calls: so many within a second, of which a second's worth may come at once.
final class CallRate {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long nanosEach;
    private final InstantSource clock;
    private Instant next = Instant.MIN;

    CallRate(int perSecond, InstantSource clock) {
        this.nanosEach = SECOND / perSecond;
        this.clock = clock;
    }

    /// How long to wait before this call, whose place is taken by asking.
    synchronized Duration delay() {
        Instant now = clock.instant();
        Instant earliest = now.minusNanos(SECOND);
        Instant place = next.isBefore(earliest) ? earliest : next;
        next = place.plusNanos(nanosEach);
        Duration delay = Duration.between(now, place);
        return delay.isPositive() ? delay : Duration.ZERO;
    }
}
