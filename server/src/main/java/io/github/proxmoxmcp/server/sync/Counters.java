package io.github.proxmoxmcp.server.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts cycles and their failures.
final class Counters {

    private long cycles;
    private final Map<String, Long> failures = new TreeMap<>();
    private Optional<Instant> lastSuccess = Optional.empty();
    private Duration lastDuration = Duration.ZERO;
    private int lastRows;

    synchronized void succeeded(Instant at, Duration duration, int rows) {
        cycles++;
        lastSuccess = Optional.of(at);
        lastDuration = duration;
        lastRows = rows;
    }

    synchronized void failed(RuntimeException failure) {
        cycles++;
        failures.merge(failure.getClass().getSimpleName(), 1L, Long::sum);
    }

    synchronized SyncHealth health(String cluster, boolean holder, int retried, Instant nextTry) {
        return new SyncHealth(
                cluster, holder, cycles, Map.copyOf(failures), lastSuccess, lastDuration, lastRows, retried, nextTry);
    }
}
