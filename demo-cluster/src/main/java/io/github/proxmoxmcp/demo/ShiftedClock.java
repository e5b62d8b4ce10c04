package io.github.proxmoxmcp.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that runs as another one does, and can be put forward.
final class ShiftedClock implements InstantSource {
    private final InstantSource source;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    ShiftedClock(InstantSource source) {
        this.source = source;
    }

    void skip(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("the clock cannot go back by " + time.negated());
        }
        ahead.updateAndGet(now -> now.plus(time));
    }

    @Override
    public Instant instant() {
        return source.instant().plus(ahead.get());
    }
}
