package io.github.proxmoxmcp.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Runs like the system's clock until it is stopped; then it goes on by steps only.
final class StoppedClock implements InstantSource {

    private volatile Optional<Instant> stopped = Optional.empty();

    @Override
    public Instant instant() {
        return stopped.orElseGet(Instant::now);
    }

    void stop() {
        stopped = Optional.of(instant());
    }

    void step(Duration time) {
        stopped = Optional.of(instant().plus(time));
    }
}
