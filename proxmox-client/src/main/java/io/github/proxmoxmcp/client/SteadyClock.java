package io.github.proxmoxmcp.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The machine's clock as one that never goes back. When that is set back, this one goes on from where it was, a tenth
/// slower until the machine's has caught up: waits and rhythms by it end, and what is recorded stays in order.
public final class SteadyClock implements InstantSource {

    /// Less is drift that is being corrected.
    private static final Duration STEP = Duration.ofSeconds(2);

    private static final int SLOWER = 10;

    private final InstantSource wall;
    private final LongSupplier nanos;
    private Instant seen;
    private long seenNanos;
    private Instant told;
    private Duration ahead = Duration.ZERO;

    /// @param wall the machine's clock
    /// @param nanos one that only ever goes forward, such as [System#nanoTime]
    public SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.seen = wall.instant();
        this.seenNanos = nanos.getAsLong();
        this.told = seen;
    }

    /// Of this machine.
    public static SteadyClock system() {
        return new SteadyClock(InstantSource.system(), System::nanoTime);
    }

    /// What all processes of the machine see: a clock itself, or the machine's behind a steady one.
    public static InstantSource shared(InstantSource clock) {
        return clock instanceof SteadyClock steady ? steady.wall : clock;
    }

    @Override
    public synchronized Instant instant() {
        Instant now = wall.instant();
        long nowNanos = nanos.getAsLong();
        Duration passed = Duration.ofNanos(nowNanos - seenNanos);
        Duration step = Duration.between(seen.plus(passed), now);
        Duration change = step.abs().compareTo(STEP) < 0 ? passed.dividedBy(SLOWER) : step;
        Duration left = ahead.minus(change);
        ahead = left.isNegative() ? Duration.ZERO : left;
        seen = now;
        seenNanos = nowNanos;
        Instant steady = now.plus(ahead);
        told = steady.isAfter(told) ? steady : told;
        return told;
    }

    /// Something was recorded at that moment: it tells no earlier one any more.
    public synchronized void atLeast(Instant recorded) {
        Duration missing = Duration.between(instant(), recorded);
        if (!missing.isNegative()) {
            ahead = ahead.plus(missing);
        }
    }

    /// How far the machine's clock is behind this one, after it was set back.
    public synchronized Optional<Duration> ahead() {
        Instant _ = instant();
        return Optional.of(ahead).filter(gap -> gap.compareTo(STEP) >= 0);
    }
}
