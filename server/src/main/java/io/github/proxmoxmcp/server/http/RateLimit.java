package io.github.proxmoxmcp.server.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// A bucket of permits for each caller that refills steadily.
final class RateLimit {

    private static final int MAX_CALLERS = 100_000;

    private final double perSecond;
    private final int burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /// @param nanos a clock that only ever goes forward
    RateLimit(double perSecond, int burst, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
    }

    /// Takes a permit; false when there is none.
    boolean take(String caller) {
        if (buckets.size() > MAX_CALLERS) {
            // A full bucket is as good as none.
            buckets.values().removeIf(bucket -> bucket.refill() >= burst);
        }
        return buckets.computeIfAbsent(caller, _ -> new Bucket()).take();
    }

    /// Whole seconds until there is a permit again.
    long retryAfter() {
        return Math.max(1, (long) Math.ceil(1 / perSecond));
    }

    private final class Bucket {

        private double permits = burst;
        private long at = nanos.getAsLong();

        synchronized boolean take() {
            if (refill() < 1) {
                return false;
            }
            permits--;
            return true;
        }

        synchronized double refill() {
            long now = nanos.getAsLong();
            permits = Math.min(burst, permits + (now - at) * perSecond / 1e9);
            at = now;
            return permits;
        }
    }
}
