package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.connection.Requester;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.ReportStore;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.concurrent.RepeatingTask;
import io.github.proxmoxmcp.server.concurrent.SharedTask;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import io.github.proxmoxmcp.server.sync.asking.PendingReader;
import io.github.proxmoxmcp.server.sync.asking.ReportReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the memory of one cluster up to date: a cycle every few seconds while somebody asks, fewer when nobody does.
///
/// Of several processes on one store only the holder of the lease runs cycles by itself; every one may run one for a
/// question.
public final class Synchronizer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Synchronizer.class);

    /// A question waits for those that are just being read.
    private static final int MAX_GUESTS_PER_BATCH = 16;

    /// How long one that needs a guest's details waits for what is being read, which may be of a node that hangs.
    private static final Duration MAX_WAIT_FOR_BATCH = Duration.ofSeconds(4);

    private static final Duration PAUSE_FOR_FIRST_QUESTION = Duration.ofMillis(500);

    /// Whose share of the calls a cycle takes that questions wait for: it is nobody's alone.
    private static final String QUESTIONS = "for questions";

    private final String cluster;
    private final Store store;
    private final SyncSettings settings;
    private final InstantSource clock;
    private final Observer observer;
    private final ReportReader reports;
    private final PendingReader pending;
    private final Lease lease;
    private final SyncSchedule schedule;
    private final Counters counters;
    private final RepeatingTask following;

    /// One cycle at a time. In turn, or a question would wait for all of the background.
    private final ReentrantLock cycling = new ReentrantLock(true);

    private final SharedTask<SyncState> questions;

    private final AtomicBoolean failing = new AtomicBoolean();

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
        this.pending = new PendingReader(cluster, api, store, clock);
        this.observer = new Observer(cluster, api, store, pending::configurationsRead);
        this.reports = new ReportReader(cluster, api, store, clock);
        this.schedule = new SyncSchedule(settings, clock);
        this.counters = new Counters();
        this.lease = new Lease("sync:" + cluster, holder, store, clock, schedule::hurry);
        this.questions =
                new SharedTask<>("question-" + cluster, cycling, () -> Requester.as(QUESTIONS, () -> cycle(true)));
        this.following = new RepeatingTask(
                "sync-" + cluster,
                this::letTheFirstQuestionPass,
                schedule::awaitDue,
                () -> Requester.inBackground(() -> turn(lease.isHeld())));
    }

    /// Begins to follow the cluster.
    public void start() {
        lease.start();
        following.start();
    }

    /// Notes a question about the cluster, which is then read more often for a while.
    public void asked() {
        schedule.asked();
    }

    /// How the sync fares in this process.
    public SyncHealth health() {
        return counters.health(cluster, lease.isHeld(), observer.failing(), schedule.nextCycle());
    }

    /// How well the memory follows the cluster; waits for the first cycle when there was none ever.
    public SyncState known(Duration patience) {
        Instant deadline = clock.instant().plus(patience);
        Optional<SyncState> known = store.clusters().sync(cluster);
        while (known.flatMap(SyncState::asOf).isEmpty()
                && known.flatMap(SyncState::error).isEmpty()) {
            if (!schedule.awaitChange(deadline)) {
                break;
            }
            known = store.clusters().sync(cluster);
        }
        return known.orElseGet(
                () -> new SyncState(cluster, Optional.empty(), clock.instant(), Optional.empty(), List.of()));
    }

    /// Reads the cluster now and tells how that went; a failure is in the state, never thrown. All who ask before a
    /// cycle begins share it.
    public SyncState cycle() {
        return questions.result();
    }

    /// Says which calls were sent: the lists that they may have changed are read with the next cycle.
    ///
    /// @param paths each as its segments
    public void acted(Collection<List<String>> paths) {
        observer.hint(paths, Map.of());
    }

    /// Has lists read with the next cycle.
    ///
    /// @param lists by their kinds what they are of: a node, the place of a firewall; empty for the whole cluster
    public void wanted(Map<Kind, Set<String>> lists) {
        observer.hint(List.of(), lists);
    }

    /// Reads the details of one guest now, for a question that cannot wait until they are due; not when what is being
    /// read takes too long.
    public void readDetails(int vmid) {
        try {
            if (!cycling.tryLock(MAX_WAIT_FOR_BATCH.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            observer.readGuests(clock.instant(), Set.of(vmid));
            pending.begin();
        } finally {
            cycling.unlock();
        }
    }

    /// A client asks as soon as it is introduced. Where the memory has an answer, a cycle beside it would make it wait
    /// a fifth longer.
    private void letTheFirstQuestionPass() throws InterruptedException {
        try {
            if (store.clusters().sync(cluster).flatMap(SyncState::asOf).isPresent()) {
                Thread.sleep(PAUSE_FOR_FIRST_QUESTION);
            }
        } catch (StoreException e) {
            LOG.debug("cluster {}: whether there is a memory could not be read: {}", cluster, e.getMessage());
        }
    }

    /// A cycle, and what is to be read besides until the next one is due; of who does not lead only when it must be.
    void turn(boolean leads) {
        try {
            if (leads || isNeeded()) {
                SyncState _ = oneAtATime(() -> cycle(false));
                reports.begin(observer.online());
                backlog();
            } else {
                schedule.cycled(clock.instant());
            }
        } catch (RuntimeException e) {
            // The outer edge of the sync: the store may be locked or away for a while.
            counters.failed(e);
            schedule.cycled(clock.instant());
            logChange(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /// Somebody asks this process, and the one that follows the cluster does so at leisure.
    private boolean isNeeded() {
        return schedule.isAsked()
                && store.clusters()
                        .sync(cluster)
                        .map(SyncState::triedAt)
                        .filter(clock.instant().minus(settings.interval().multipliedBy(2))::isBefore)
                        .isEmpty();
    }

    /// Asks a running guest for its addresses now, for a question that needs them.
    public void askGuest(ReportStore.Due guest, Duration patience) {
        reports.ask(guest, patience);
    }

    /// Asks it soon, and nobody waits.
    public void askGuestBeside(ReportStore.Due guest) {
        reports.askBeside(guest);
    }

    /// The changes of a running guest's configuration that wait for its next start; absent: this was not read yet, and
    /// will be soon.
    public Optional<List<PendingOption>> pending(GuestState guest) {
        return pending.of(guest);
    }

    /// The same of many guests, with their gauges; those of which it is not known are not in it.
    public Map<Integer, List<PendingOption>> pending(List<GuestState> guests) {
        return pending.of(guests);
    }

    /// Of these guests, with their gauges, those that may have such changes and of which it is not known.
    public List<Integer> pendingUnread(List<GuestState> guests) {
        List<GuestState> able = guests.stream()
                .filter(state -> PendingReader.canWait(state.guest()))
                .toList();
        Set<Integer> known = pending.of(able).keySet();
        return able.stream()
                .map(state -> state.guest().vmid())
                .filter(vmid -> !known.contains(vmid))
                .toList();
    }

    /// Asks a running guest now which changes of its configuration wait for its next start.
    ///
    /// @throws ProxmoxException when it cannot be told
    public List<PendingOption> askPending(GuestState guest) {
        return pending.ask(guest);
    }

    private <T> T oneAtATime(Supplier<T> work) {
        cycling.lock();
        try {
            return work.get();
        } finally {
            cycling.unlock();
        }
    }

    /// One look, recorded. What fails is the state's error; the memory keeps what it knows.
    private SyncState cycle(boolean thorough) {
        // As exact as the memory keeps it: by this moment a cycle is known again.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SyncState after;
        Optional<SyncState> before = Optional.empty();
        try {
            before = store.clusters().sync(cluster);
            List<String> incomplete = new ArrayList<>(observer.look(now, before, thorough));
            setBack().ifPresent(incomplete::add);
            after = new SyncState(cluster, Optional.of(now), now, Optional.empty(), incomplete);
            counters.succeeded(now, Duration.between(now, clock.instant()), observer.rows());
        } catch (ProxmoxException | StoreException e) {
            observer.failed(now, e instanceof StoreException);
            counters.failed(e);
            after = new SyncState(
                    cluster,
                    before.flatMap(SyncState::asOf),
                    now,
                    Optional.of(String.valueOf(e.getMessage())),
                    before.map(SyncState::incomplete).orElse(List.of()));
        }
        if (schedule.isOver()) {
            // What failed was interrupted by us: it says nothing of the cluster.
            return after;
        }
        logChange(after.error());
        remember(after);
        pending.begin();
        schedule.cycled(now);
        return after;
    }

    private Optional<String> setBack() {
        return clock instanceof SteadyClock steady
                ? steady.ahead()
                        .map(ahead -> "this machine's clock was set back: present times are shown " + ahead.toSeconds()
                                + " s ahead of it until it has caught up")
                : Optional.empty();
    }

    /// The answer is right even where it cannot be written down.
    private void remember(SyncState state) {
        try {
            store.recorder().record(state);
        } catch (StoreException e) {
            LOG.debug("cluster {}: how the cycle went could not be written: {}", cluster, e.getMessage());
        }
    }

    /// Once per change of state, not once per cycle.
    private void logChange(Optional<String> error) {
        boolean before = failing.getAndSet(error.isPresent());
        if (error.isPresent() && !before) {
            LOG.warn("cluster {}: cannot be followed: {}", cluster, error.get());
        } else if (error.isEmpty() && before) {
            LOG.info("cluster {}: is followed again", cluster);
        }
    }

    /// Goes on with details, a batch at a time, until the next cycle is due.
    private void backlog() {
        while (!schedule.isOver() && !schedule.isDue()) {
            if (oneAtATime(() -> observer.readDue(clock.instant(), MAX_GUESTS_PER_BATCH)) == 0) {
                return;
            }
            pending.begin();
        }
    }

    /// Stops following, and lets another process begin at once.
    @Override
    public void close() {
        schedule.end();
        following.close();
        reports.close();
        pending.close();
        lease.close();
    }
}
