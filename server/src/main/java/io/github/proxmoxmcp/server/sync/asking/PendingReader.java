package io.github.proxmoxmcp.server.sync.asking;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.GuestStore.ConfigReading;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which changes of guests' configurations wait for their next start: only their nodes know, so they are asked after
/// each reading of a configuration, beside the cycles. Kept in this process alone.
public final class PendingReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PendingReader.class);

    private static final int MAX_GUESTS_PER_ROUND = 50;

    /// The start of a guest is computed from its uptime, which comes rounded and a little late.
    private static final Duration SAME_START = Duration.ofSeconds(60);

    private final String cluster;
    private final Proxmox api;
    private final Store store;
    private final Map<Integer, Waiting> known = new ConcurrentHashMap<>();
    private final Set<Integer> due = ConcurrentHashMap.newKeySet();
    private final BackgroundQuestions background;

    public PendingReader(String cluster, Proxmox api, Store store) {
        this.cluster = cluster;
        this.api = api;
        this.store = store;
        this.background = new BackgroundQuestions(cluster);
    }

    /// What waits, of a guest that was started then and had that configuration. It stays so until one of them changes.
    ///
    /// @param started absent: it does not run
    /// @param digest of the configuration, which is another one, too, when what waited comes into force
    private record Waiting(int incarnation, Optional<Instant> started, String digest, List<PendingOption> options) {

        boolean isOf(Waiting other) {
            return incarnation == other.incarnation
                    && digest.equals(other.digest)
                    && started.isPresent() == other.started.isPresent()
                    && started.flatMap(one -> other.started.map(
                                    two -> Duration.between(one, two).abs()))
                            .filter(apart -> apart.compareTo(SAME_START) > 0)
                            .isEmpty();
        }
    }

    /// The configurations of these guests were read just now.
    public void configurationsRead(Collection<Integer> vmids) {
        due.addAll(vmids);
    }

    /// Begins to ask those that are due, unless it is at it already.
    public void begin() {
        if (!due.isEmpty()) {
            background.begin(this::askDue);
        }
    }

    private void askDue() {
        try {
            while (!due.isEmpty() && !background.isOver()) {
                List<Integer> some = due.stream().limit(MAX_GUESTS_PER_ROUND).toList();
                some.forEach(due::remove);
                List<Integer> _ = Parallel.map(some, this::ask);
            }
        } catch (StoreException e) {
            LOG.debug("cluster {}: which guests to ask could not be read: {}", cluster, e.getMessage());
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
        then.ifPresent(
                is -> known.put(guest.vmid(), new Waiting(is.incarnation(), is.started(), is.digest(), options)));
        return options;
    }

    /// Whether changes can wait for its next start: also of one that was stopped before they came into force.
    public static boolean canWait(Guest guest) {
        return !guest.template()
                && (guest.status().equals("running") || guest.status().equals("stopped"));
    }

    /// What is known to wait for the next start of a guest; absent: it was not read of this guest as it is, but will
    /// be.
    public Optional<List<PendingOption>> of(GuestState state) {
        int vmid = state.guest().vmid();
        Optional<List<PendingOption>> options = Optional.ofNullable(known.get(vmid))
                .filter(one -> is(state).filter(one::isOf).isPresent())
                .map(Waiting::options);
        if (options.isEmpty()) {
            configurationsRead(List.of(vmid));
            begin();
        }
        return options;
    }

    /// The same of many guests; those of which it is not known are not in it.
    public Map<Integer, List<PendingOption>> of(List<GuestState> states) {
        Optional<Instant> asOf = asOf();
        Map<Integer, ConfigReading> readings = store.guests().configReadings(cluster);
        Map<Integer, List<PendingOption>> options = new HashMap<>();
        for (GuestState state : states) {
            int vmid = state.guest().vmid();
            Optional.ofNullable(known.get(vmid))
                    .filter(one -> is(state, asOf, Optional.ofNullable(readings.get(vmid)))
                            .filter(one::isOf)
                            .isPresent())
                    .ifPresentOrElse(one -> options.put(vmid, one.options()), () -> due.add(vmid));
        }
        begin();
        return options;
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
    private static Optional<Waiting> is(
            GuestState state, Optional<Instant> asOf, Optional<ConfigReading> configuration) {
        Optional<Long> uptime = state.gauges().flatMap(GuestGauges::uptimeSeconds);
        Optional<Instant> started = state.guest().status().equals("running")
                ? asOf.flatMap(at -> uptime.map(at::minusSeconds))
                : Optional.empty();
        return configuration
                .filter(_ -> started.isPresent() || state.guest().status().equals("stopped"))
                .map(read -> new Waiting(state.incarnation(), started, read.digest(), List.of()));
    }

    @Override
    public void close() {
        background.close();
    }
}
