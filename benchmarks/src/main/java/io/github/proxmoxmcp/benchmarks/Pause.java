package io.github.proxmoxmcp.benchmarks;

import java.time.Duration;

/// A sleep of the benchmark itself.
final class Pause {

    private Pause() {}

    static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
