package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.concurrent.RepeatingTask;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds on to a lease, or waits for its holder to die: renewed by a thread of its own, so that neither a long pause
/// between cycles nor a slow cluster loses it, and a dead holder is missed within ten seconds.
final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private static final Duration LENGTH = Duration.ofSeconds(9);
    private static final Duration RENEWAL = Duration.ofSeconds(3);

    private final String name;
    private final String holder;
    private final Store store;
    private final InstantSource clock;
    private final Runnable won;
    private final RepeatingTask renewal;
    private volatile boolean held;

    /// @param won what to do when it was got
    Lease(String name, String holder, Store store, InstantSource clock, Runnable won) {
        this.name = name;
        this.holder = holder;
        this.store = store;
        // One time for all processes of the machine.
        this.clock = SteadyClock.shared(clock);
        this.won = won;
        this.renewal = new RepeatingTask("lease-" + name, RENEWAL, RENEWAL, this::renew);
    }

    /// Tries for it once before this returns, then goes on.
    void start() {
        renew();
        renewal.start();
    }

    boolean isHeld() {
        return held;
    }

    /// Tries for it, or keeps it.
    void renew() {
        boolean before = held;
        try {
            held = store.leases().acquire(name, holder, store.leases().now(clock.instant()), LENGTH);
        } catch (StoreException e) {
            // The store may be locked or away for a while: nobody else can get it meanwhile either.
            LOG.debug("lease {} could not be renewed: {}", name, e.getMessage());
        }
        if (held && !before) {
            won.run();
        }
    }

    @Override
    public void close() {
        renewal.close();
        held = false;
        store.leases().release(name, holder);
    }
}
