package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreException;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the memory of one cluster up to date: a cycle every few seconds while somebody asks, fewer when nobody does.
///
/// Of several processes on one store only the holder of the lease runs cycles by itself; every one may run one for a
/// question that wants a fresh answer.
public final class Synchronizer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Synchronizer.class);

    private static final Duration ASKED_LATELY = Duration.ofMinutes(5);
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final int GUESTS_AT_ONCE = 100;
    private static final int SUSPECTS_AT_ONCE = 20;

    private final String cluster;
    private final Store store;
    private final SyncSettings settings;
    private final InstantSource clock;
    private final String holder;
    private final Cycle cycle;
    private final Details details;
    private final Rights rights;
    private final LogHints hints;
    private final Thread thread;

    private final ReentrantLock cycling = new ReentrantLock();
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private Instant lastAsked;
    private Optional<Instant> lastTry = Optional.empty();
    private Optional<String> lastError = Optional.empty();
    private Set<String> online = Set.of();
    private boolean quorate;
    private Instant lastLog = Instant.MIN;
    private boolean closed;

    /// @param holder names this process in the election of the one that syncs
    public Synchronizer(
            ClusterConfiguration configuration,
            Proxmox api,
            Store store,
            SyncSettings settings,
            InstantSource clock,
            String holder) {
        this.cluster = configuration.name();
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.holder = holder;
        this.cycle = new Cycle(cluster, api);
        this.details = new Details(cluster, api, store);
        this.hints = new LogHints(api);
        this.rights = new Rights(api, configuration.connection().token().id());
        this.lastAsked = clock.instant();
        this.thread = Thread.ofVirtual().name("sync-" + cluster).unstarted(this::follow);
    }

    /// Begins to follow the cluster.
    public void start() {
        thread.start();
    }

    /// Somebody asks about the cluster: follow it closely for a while.
    public void asked() {
        state.lock();
        try {
            lastAsked = clock.instant();
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    /// How well the memory follows the cluster; waits for the first cycle when there was none ever.
    public SyncState known(Duration patience) {
        Instant deadline = clock.instant().plus(patience);
        Optional<SyncState> known = store.clusters().sync(cluster);
        while (known.flatMap(SyncState::asOf).isEmpty()
                && known.flatMap(SyncState::error).isEmpty()) {
            if (!awaitChange(deadline)) {
                break;
            }
            known = store.clusters().sync(cluster);
        }
        return known.orElseGet(() -> new SyncState(cluster, Optional.empty(), clock.instant(), lastError(), List.of()));
    }

    /// Reads the cluster now and tells how that went; a failure is in the state, never thrown.
    public SyncState cycle() {
        cycling.lock();
        try {
            return cycle(true);
        } finally {
            cycling.unlock();
        }
    }

    /// @param thorough whether the cluster's log is read too, a fourth call; otherwise it is once a minute
    private SyncState cycle(boolean thorough) {
        Instant now = clock.instant();
        SyncState result = look(now);
        if (result.error().isEmpty()) {
            boolean readLog = thorough || lastLog.isBefore(now.minus(LOG_INTERVAL));
            lastLog = readLog ? now : lastLog;
            detailsNow(now, readLog ? hints.changed() : Set.of());
        }
        return result;
    }

    private void follow() {
        while (!isClosed()) {
            try {
                if (store.leases().acquire(lease(), holder, clock.instant(), leaseTime())) {
                    scheduledCycle();
                    backlog();
                }
            } catch (RuntimeException e) {
                // The outer edge of the sync: the store may be locked or away for a while.
                LOG.warn("cluster {}: the memory could not be written: {}", cluster, e.getMessage());
            }
            pause();
        }
    }

    /// Reads the details of one guest now, for a question that cannot wait until they are due.
    public void readDetails(int vmid) {
        cycling.lock();
        try {
            details.readGuests(clock.instant(), online, Set.of(vmid), 1);
        } finally {
            cycling.unlock();
        }
    }

    private void scheduledCycle() {
        cycling.lock();
        try {
            cycle(false);
        } finally {
            cycling.unlock();
        }
    }

    /// One look, recorded. What fails is the state's error; the memory keeps what it knows.
    private SyncState look(Instant now) {
        Optional<SyncState> before = store.clusters().sync(cluster);
        SyncState after;
        try {
            Cycle.Look look = cycle.at(now);
            store.recorder().record(look.observation());
            online = look.online();
            quorate = look.quorate();
            List<String> incomplete = new ArrayList<>(rights.missing(now));
            incomplete.addAll(look.incomplete());
            if (details.failing() > 0) {
                incomplete.add("configuration of " + details.failing() + " guests could not be read lately");
            }
            after = new SyncState(cluster, Optional.of(now), now, Optional.empty(), incomplete);
        } catch (ProxmoxException | StoreException e) {
            after = new SyncState(
                    cluster,
                    before.flatMap(SyncState::asOf),
                    now,
                    Optional.of(String.valueOf(e.getMessage())),
                    before.map(SyncState::incomplete).orElse(List.of()));
        }
        if (isClosed()) {
            // What failed was interrupted by us: it says nothing of the cluster.
            return after;
        }
        logChange(after);
        store.recorder().record(after);
        finished(after);
        return after;
    }

    /// Once per change of state, not once per cycle.
    private void logChange(SyncState after) {
        boolean failedBefore = lastError().isPresent();
        if (after.error().isPresent() && !failedBefore) {
            LOG.warn("cluster {}: cannot be read: {}", cluster, after.error().get());
        } else if (after.error().isEmpty() && failedBefore) {
            LOG.info("cluster {}: can be read again", cluster);
        }
    }

    private void detailsNow(Instant now, Set<Integer> changed) {
        try {
            if (quorate) {
                details.confirmGone(now, online, SUSPECTS_AT_ONCE);
            }
            details.readNodes(now, online);
            details.readGuests(now, online, changed, GUESTS_AT_ONCE);
        } catch (StoreException e) {
            LOG.warn("cluster {}: details could not be recorded: {}", cluster, e.getMessage());
        }
    }

    /// Goes on with details, a batch at a time, until the next cycle is due.
    private void backlog() {
        while (!isClosed() && !cycleIsDue()) {
            cycling.lock();
            try {
                if (details.readGuests(clock.instant(), online, Set.of(), GUESTS_AT_ONCE) == 0) {
                    return;
                }
            } finally {
                cycling.unlock();
            }
        }
    }

    private void finished(SyncState after) {
        state.lock();
        try {
            lastTry = Optional.of(after.triedAt());
            lastError = after.error();
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    private boolean cycleIsDue() {
        state.lock();
        try {
            return closed || !clock.instant().isBefore(nextCycle());
        } finally {
            state.unlock();
        }
    }

    private Instant nextCycle() {
        boolean asked = lastAsked.isAfter(clock.instant().minus(ASKED_LATELY));
        return lastTry.map(tried -> tried.plus(asked ? settings.interval() : settings.idleInterval()))
                .orElseGet(() -> clock.instant().plus(settings.interval()));
    }

    private void pause() {
        state.lock();
        try {
            while (!closed) {
                long left = Duration.between(clock.instant(), nextCycle()).toNanos();
                if (left <= 0 || changed.awaitNanos(left) <= 0) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        } finally {
            state.unlock();
        }
    }

    /// Waits a moment for something to happen; false when it is no use to wait longer.
    @SuppressWarnings("WaitNotInLoop") // the caller looks again, whatever woke it
    private boolean awaitChange(Instant deadline) {
        state.lock();
        try {
            Duration left = Duration.between(clock.instant(), deadline);
            if (closed || !left.isPositive()) {
                return false;
            }
            // Another process may run the cycle: look again soon even when nothing changes here.
            long _ = changed.awaitNanos(Math.min(left.toNanos(), LOOK_AGAIN.toNanos()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            state.unlock();
        }
    }

    private Optional<String> lastError() {
        state.lock();
        try {
            return lastError;
        } finally {
            state.unlock();
        }
    }

    private boolean isClosed() {
        state.lock();
        try {
            return closed;
        } finally {
            state.unlock();
        }
    }

    private String lease() {
        return "sync:" + cluster;
    }

    /// Longer than the longest pause, so that a living holder never loses it.
    private Duration leaseTime() {
        return settings.idleInterval().plus(Duration.ofSeconds(30));
    }

    /// Stops following, and lets another process begin at once.
    @Override
    public void close() {
        state.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            state.unlock();
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.leases().release(lease(), holder);
    }
}
