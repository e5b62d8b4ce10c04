package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// That somebody is at work on a plan: it is renewed while they wait, and ends by itself when they are gone.
final class PlanLease {

    private static final Duration LENGTH = Duration.ofMinutes(2);
    private static final Duration RENEWAL = Duration.ofSeconds(20);

    private final Store store;
    private final String name;
    private final String holder;
    private final InstantSource clock;
    private Instant renewed = Instant.MIN;

    private PlanLease(Store store, String plan, String holder, InstantSource clock) {
        this.store = store;
        this.name = "plan-" + plan;
        this.holder = holder;
        this.clock = clock;
    }

    /// Absent when somebody else is.
    ///
    /// @param holder nobody else's, not even in this process
    static Optional<PlanLease> take(Store store, String plan, String holder, InstantSource clock) {
        PlanLease lease = new PlanLease(store, plan, holder, clock);
        return lease.renew() ? Optional.of(lease) : Optional.empty();
    }

    /// Renews the lease; false when it is not ours any more.
    synchronized boolean renew() {
        Instant now = clock.instant();
        Instant shared = store.leases().now(SteadyClock.shared(clock).instant());
        boolean ours = store.leases().acquire(name, holder, shared, LENGTH);
        renewed = ours ? now : renewed;
        return ours;
    }

    /// Renews it when it is time; that the store is away or full for a moment harms nobody.
    synchronized void keep() {
        try {
            if (clock.instant().isAfter(renewed.plus(RENEWAL))) {
                renew();
            }
        } catch (StoreException _) {
            // Nobody else can take it meanwhile either.
        }
    }

    void release() {
        try {
            store.leases().release(name, holder);
        } catch (StoreException _) {
            // It ends by itself.
        }
    }
}
