package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.persistence.Maintenance;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.concurrent.RepeatingTask;
import io.github.proxmoxmcp.server.config.RetentionSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the memory forget what it need not keep any longer: a little at a time, so that nobody has to wait for it, and
/// in one of the processes that share it.
public final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private static final Duration BETWEEN = Duration.ofHours(6);
    private static final Duration AFTER_START = Duration.ofMinutes(5);
    private static final String LEASE = "housekeeping";
    private static final int ROWS_AT_ONCE = 500;

    private final Store store;
    private final List<String> clusters;
    private final RetentionSettings retention;
    private final InstantSource clock;
    private final String holder;
    private final RepeatingTask task;

    /// @param holder names this process in the election of the one that does it
    public Housekeeping(
            Store store, List<String> clusters, RetentionSettings retention, InstantSource clock, String holder) {
        this.store = store;
        this.clusters = clusters;
        this.retention = retention;
        this.clock = clock;
        this.holder = holder;
        this.task = new RepeatingTask("housekeeping", AFTER_START, BETWEEN, this::tidyIfLeading);
    }

    /// Begins, some minutes from now: what just started has better things to do.
    public void start() {
        task.start();
    }

    /// Forgets all that is over for long enough and returns how many rows that were.
    public int tidy() {
        Instant now = clock.instant();
        Maintenance maintenance = store.maintenance();
        int removed = 0;
        for (String cluster : clusters) {
            int batch;
            do {
                batch = maintenance.forget(
                        cluster, now.minus(retention.changes()), now.minus(retention.tasks()), ROWS_AT_ONCE);
                removed += batch;
            } while (batch > 0 && !Thread.currentThread().isInterrupted());
        }
        if (removed > 0) {
            maintenance.compact();
        }
        return removed;
    }

    private void tidyIfLeading() {
        try {
            Instant now = store.leases().now(SteadyClock.shared(clock).instant());
            if (store.leases().acquire(LEASE, holder, now, BETWEEN)) {
                LOG.debug("{} rows forgotten", tidy());
            }
        } catch (RuntimeException e) {
            // The outer edge: the store may be locked or away; there is always a next time.
            LOG.warn("the memory could not be tidied: {}", e.getMessage());
        }
    }

    /// Stops, in the middle of what it does if need be: what is forgotten stays forgotten.
    @Override
    public void close() {
        task.close();
        store.leases().release(LEASE, holder);
    }
}
