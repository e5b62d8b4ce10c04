package io.github.proxmoxmcp.server.sync.asking;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.GuestStore.ConfigReading;
import io.github.proxmoxmcp.persistence.PendingStore.Waiting;
import io.github.proxmoxmcp.persistence.PendingStore.WaitingOption;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which changes of guests' configurations wait for their next start: only their nodes know, so they are asked after
/// each reading of a configuration, beside the cycles. What they told is kept in the store, for the next process and
/// for others beside this one.
public final class PendingReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PendingReader.class);

    private static final int MAX_GUESTS_PER_ROUND = 50;

    /// The start of a guest is computed from its uptime, which comes rounded and a little late.
    private static final Duration SAME_START = Duration.ofSeconds(60);

    private final String cluster;
    private final Proxmox api;
    private final Store store;
    private final InstantSource clock;
    private final Map<Integer, Waiting> known = new ConcurrentHashMap<>();
    private final Set<Integer> due = ConcurrentHashMap.newKeySet();
    private final Queue<Waiting> unsaved = new ConcurrentLinkedQueue<>();
    private final BackgroundQuestions background;

    public PendingReader(String cluster, Proxmox api, Store store, InstantSource clock) {
        this.cluster = cluster;
        this.api = api;
        this.store = store;
        this.clock = clock;
        this.background = new BackgroundQuestions(cluster);
    }

    /// The configurations of these guests were read just now.
    public void configurationsRead(Collection<Integer> vmids) {
        due.addAll(vmids);
    }

    /// Begins to ask those that are due, unless it is at it already.
    public void begin() {
        if (!due.isEmpty() || !unsaved.isEmpty()) {
            background.begin(this::askDue);
        }
    }

    private void askDue() {
        try {
            while (!due.isEmpty() && !background.isOver()) {
                List<Integer> some = due.stream().limit(MAX_GUESTS_PER_ROUND).toList();
                some.forEach(due::remove);
                List<Integer> _ = Parallel.map(some, this::ask);
                save();
            }
            save();
        } catch (StoreException e) {
            LOG.debug(
                    "cluster {}: what waits for guests' next start could not be read or kept: {}",
                    cluster,
                    e.getMessage());
        }
    }

    private void save() {
        List<Waiting> told = new ArrayList<>();
        for (Waiting one = unsaved.poll(); one != null; one = unsaved.poll()) {
            told.add(one);
        }
        if (!told.isEmpty()) {
            store.pending().put(cluster, told);
        }
    }

    private int ask(int vmid) {
        try {
            store.guests()
                    .get(cluster, vmid, Moment.now())
                    .filter(state -> state.validity().unknownSince().isEmpty())
                    .filter(state -> canWait(state.guest()))
                    .ifPresentOrElse(this::ask, () -> known.remove(vmid));
        } catch (ProxmoxException e) {
            LOG.debug("what waits for the next start of {} could not be read: {}", vmid, e.getMessage());
            known.remove(vmid);
        }
        return vmid;
    }

    /// Asks now.
    ///
    /// @throws ProxmoxException when it cannot be told
    public List<PendingOption> ask(GuestState state) {
        Guest guest = state.guest();
        // Before the question: what changes meanwhile makes the answer one of another guest.
        Optional<Waiting> then = is(state);
        List<PendingOption> all = api.guest(
                        GuestType.of(guest.kind() == GuestKind.CONTAINER), guest.node(), guest.vmid())
                .pending();
        List<PendingOption> options = all.stream()
                .filter(option -> option.pending().isPresent()
                        || option.delete().filter(how -> how > 0).isPresent())
                .toList();
        then.ifPresent(is -> {
            Waiting told = new Waiting(
                    is.vmid(),
                    is.incarnation(),
                    is.started(),
                    is.digest(),
                    is.readAt(),
                    options.stream().map(PendingReader::kept).toList());
            known.put(guest.vmid(), told);
            unsaved.add(told);
        });
        return options;
    }

    private static WaitingOption kept(PendingOption option) {
        return new WaitingOption(option.key(), option.value(), option.pending(), option.delete());
    }

    private static List<PendingOption> told(Waiting waiting) {
        return waiting.options().stream()
                .map(one -> new PendingOption(one.key(), one.value(), one.wanted(), one.removal()))
                .toList();
    }

    /// Whether changes can wait for its next start: also of one that was stopped before they came into force.
    public static boolean canWait(Guest guest) {
        return !guest.template()
                && (guest.status().equals("running") || guest.status().equals("stopped"));
    }

    /// What is known to wait for the next start of a guest; absent: it was not read of this guest as it is, but will
    /// be.
    public Optional<List<PendingOption>> of(GuestState state) {
        return Optional.ofNullable(of(List.of(state)).get(state.guest().vmid()));
    }

    /// The same of many guests; those of which it is not known are not in it.
    public Map<Integer, List<PendingOption>> of(List<GuestState> states) {
        Optional<Instant> asOf = asOf();
        Map<Integer, ConfigReading> readings = states.size() == 1
                ? store.guests()
                        .configReading(cluster, states.getFirst().guest().vmid())
                        .map(one -> Map.of(states.getFirst().guest().vmid(), one))
                        .orElse(Map.of())
                : store.guests().configReadings(cluster);
        Map<Integer, Waiting> wanted = new HashMap<>();
        for (GuestState state : states) {
            int vmid = state.guest().vmid();
            is(state, asOf, Optional.ofNullable(readings.get(vmid))).ifPresent(is -> wanted.put(vmid, is));
        }
        learn(wanted);
        Map<Integer, List<PendingOption>> options = new HashMap<>();
        for (GuestState state : states) {
            int vmid = state.guest().vmid();
            isKnown(vmid, wanted).ifPresentOrElse(one -> options.put(vmid, told(one)), () -> due.add(vmid));
        }
        begin();
        return options;
    }

    private Optional<Waiting> isKnown(int vmid, Map<Integer, Waiting> wanted) {
        return Optional.ofNullable(known.get(vmid))
                .filter(one -> Optional.ofNullable(wanted.get(vmid))
                        .filter(is -> isOfSame(one, is))
                        .isPresent());
    }

    /// Takes from the store what other processes were told of guests that this one does not know as they are.
    private void learn(Map<Integer, Waiting> wanted) {
        List<Integer> unknown = wanted.keySet().stream()
                .filter(vmid -> isKnown(vmid, wanted).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            store.pending()
                    .of(cluster, unknown)
                    .forEach((vmid, told) -> Optional.ofNullable(wanted.get(vmid))
                            .filter(is -> isOfSame(told, is))
                            .ifPresent(_ -> known.put(vmid, told)));
        }
    }

    /// What waits stays so until one of these changes.
    private static boolean isOfSame(Waiting one, Waiting other) {
        return one.incarnation() == other.incarnation()
                && one.digest().equals(other.digest())
                && one.started().isPresent() == other.started().isPresent()
                && one.started()
                        .flatMap(first -> other.started()
                                .map(second -> Duration.between(first, second).abs()))
                        .filter(apart -> apart.compareTo(SAME_START) > 0)
                        .isEmpty();
    }

    private Optional<Instant> asOf() {
        return store.clusters().sync(cluster).flatMap(SyncState::asOf);
    }

    private Optional<Waiting> is(GuestState state) {
        return is(
                state,
                asOf(),
                store.guests().configReading(cluster, state.guest().vmid()));
    }

    /// The guest as the memory has it; absent where that is not enough to know it again.
    private Optional<Waiting> is(GuestState state, Optional<Instant> asOf, Optional<ConfigReading> configuration) {
        Optional<Long> uptime = state.gauges().flatMap(GuestGauges::uptimeSeconds);
        Optional<Instant> started = state.guest().status().equals("running")
                ? asOf.flatMap(at -> uptime.map(at::minusSeconds))
                : Optional.empty();
        return configuration
                .filter(_ -> started.isPresent() || state.guest().status().equals("stopped"))
                .map(read -> new Waiting(
                        state.guest().vmid(), state.incarnation(), started, read.digest(), clock.instant(), List.of()));
    }

    @Override
    public void close() {
        background.close();
    }
}
