package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.persistence.ReportStore;
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
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the memory of one cluster up to date: a cycle every few seconds while somebody asks, fewer when nobody does.
///
/// Of several processes on one store only the holder of the lease runs cycles by itself; every one may run one for a
/// question that wants a fresh answer.
public final class Synchronizer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Synchronizer.class);

    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);
    private static final int GUESTS_AT_ONCE = 100;
    private static final int SUSPECTS_AT_ONCE = 20;
    private static final int LISTS_AT_ONCE = 16;

    private final String cluster;
    private final Store store;
    private final SyncSettings settings;
    private final InstantSource clock;
    private final String holder;
    private final Cycle cycle;
    private final Details details;
    private final Rights rights;
    private final InventoryReader inventory;
    private final LogHints hints;
    private final ReportReader reports;
    private final Rhythm rhythm;
    private final Thread thread;

    /// One cycle at a time; guards what follows.
    private final ReentrantLock cycling = new ReentrantLock();

    private boolean failing;
    private Set<String> online = Set.of();
    private boolean quorate;
    private Instant lastLog = Instant.MIN;

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
        this.inventory = new InventoryReader(cluster, api, store);
        this.hints = new LogHints(api);
        this.reports = new ReportReader(cluster, api, store, clock);
        this.rights = new Rights(api, configuration.connection().token().id());
        this.rhythm = new Rhythm(settings, clock);
        this.thread = Thread.ofVirtual().name("sync-" + cluster).unstarted(this::follow);
    }

    /// Begins to follow the cluster.
    public void start() {
        thread.start();
    }

    /// Somebody asks about the cluster: follow it closely for a while.
    public void asked() {
        rhythm.asked();
    }

    /// How well the memory follows the cluster; waits for the first cycle when there was none ever.
    public SyncState known(Duration patience) {
        Instant deadline = clock.instant().plus(patience);
        Optional<SyncState> known = store.clusters().sync(cluster);
        while (known.flatMap(SyncState::asOf).isEmpty()
                && known.flatMap(SyncState::error).isEmpty()) {
            if (!rhythm.awaitChange(deadline)) {
                break;
            }
            known = store.clusters().sync(cluster);
        }
        return known.orElseGet(
                () -> new SyncState(cluster, Optional.empty(), clock.instant(), Optional.empty(), List.of()));
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
        while (!rhythm.isOver()) {
            try {
                if (store.leases().acquire(lease(), holder, clock.instant(), leaseTime())) {
                    scheduledCycle();
                    reports.begin(online);
                    backlog();
                }
            } catch (RuntimeException e) {
                // The outer edge of the sync: the store may be locked or away for a while.
                LOG.warn("cluster {}: the memory could not be written: {}", cluster, e.getMessage());
            }
            rhythm.awaitDue();
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

    /// Asks a running guest for its addresses now, for a question that needs them.
    public void askGuest(ReportStore.Due guest, Duration patience) {
        reports.ask(guest, patience);
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
            inventory.noticed(look.observation(), store.recorder().record(look.observation()));
            online = look.online();
            quorate = look.quorate();
            List<String> incomplete = new ArrayList<>(rights.missing(now));
            incomplete.addAll(look.incomplete());
            incomplete.addAll(inventory.incomplete());
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
        if (rhythm.isOver()) {
            // What failed was interrupted by us: it says nothing of the cluster.
            return after;
        }
        logChange(after);
        store.recorder().record(after);
        rhythm.cycled(now);
        return after;
    }

    /// Once per change of state, not once per cycle.
    private void logChange(SyncState after) {
        if (after.error().isPresent() && !failing) {
            LOG.warn("cluster {}: cannot be read: {}", cluster, after.error().get());
        } else if (after.error().isEmpty() && failing) {
            LOG.info("cluster {}: can be read again", cluster);
        }
        failing = after.error().isPresent();
    }

    private void detailsNow(Instant now, Set<Integer> changed) {
        try {
            if (quorate) {
                details.confirmGone(now, online, SUSPECTS_AT_ONCE);
            }
            details.readNodes(now, online);
            details.readGuests(now, online, changed, GUESTS_AT_ONCE);
            inventory.read(now, online, LISTS_AT_ONCE);
        } catch (StoreException e) {
            LOG.warn("cluster {}: details could not be recorded: {}", cluster, e.getMessage());
        }
    }

    /// Goes on with details, a batch at a time, until the next cycle is due.
    private void backlog() {
        while (!rhythm.isOver() && !rhythm.isDue()) {
            cycling.lock();
            try {
                int read = details.readGuests(clock.instant(), online, Set.of(), GUESTS_AT_ONCE)
                        + inventory.read(clock.instant(), online, LISTS_AT_ONCE);
                if (read == 0) {
                    return;
                }
            } finally {
                cycling.unlock();
            }
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
        rhythm.end();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reports.close();
        store.leases().release(lease(), holder);
    }
}
