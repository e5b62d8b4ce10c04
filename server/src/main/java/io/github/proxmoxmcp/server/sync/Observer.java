package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Inventory;
import io.github.proxmoxmcp.persistence.Moment;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreException;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.Task;
import io.github.proxmoxmcp.server.sync.guest.CloneLogs;
import io.github.proxmoxmcp.server.sync.guest.GuestDetails;
import io.github.proxmoxmcp.server.sync.guest.GuestReader;
import io.github.proxmoxmcp.server.sync.guest.GuestTasks;
import io.github.proxmoxmcp.server.sync.guest.GuestTracker;
import io.github.proxmoxmcp.server.sync.guest.LogHints;
import io.github.proxmoxmcp.server.sync.guest.RemovalCheck;
import io.github.proxmoxmcp.server.sync.inventory.InventoryReader;
import io.github.proxmoxmcp.server.sync.source.ClusterReader;
import io.github.proxmoxmcp.server.sync.source.Rights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks at one cluster and records what is certain.
final class Observer {

    /// How many guests are asked about within one cycle.
    private static final int AT_ONCE = 100;

    private static final int LISTS_AT_ONCE = 16;

    /// So many guests do not vanish at once: something hides them. Unless they were destroyed, we wait.
    private static final int MANY_GONE = 5;

    private static final Duration MANY_GONE_PATIENCE = Duration.ofMinutes(5);

    private final String cluster;
    private final Store store;
    private final ClusterReader cycle;
    private final GuestTasks deeds = new GuestTasks();
    private final GuestReader reader;
    private final GuestTracker watch;
    private final GuestDetails details;
    private final InventoryReader inventory;
    private final Rights rights;
    private final LogHints log;
    private final CloneLogs clones;

    private Optional<Instant> written = Optional.empty();
    private Optional<Instant> manyGoneSince = Optional.empty();
    private Set<String> membersBefore = Set.of();
    private Set<String> storagesBefore = Set.of();
    private Set<String> online = Set.of();

    /// Guests of lost nodes that the memory has.
    private final Set<Integer> lost = new HashSet<>();

    /// Guests that are there and that the token may not see.
    private final Set<Integer> closed = ConcurrentHashMap.newKeySet();

    private int version;
    private Map<String, Optional<Integer>> cpus = Map.of();

    /// @param configurations is told of which guests the configuration was read
    Observer(String cluster, Proxmox api, Store store, Consumer<Set<Integer>> configurations) {
        this.cluster = cluster;
        this.store = store;
        this.cycle = new ClusterReader(cluster, api);
        this.reader = new GuestReader(api);
        this.rights = new Rights(api);
        this.watch = new GuestTracker(cluster, store, reader, deeds, rights);
        this.details = new GuestDetails(cluster, api, store, watch, configurations);
        this.inventory = new InventoryReader(cluster, api, store, rights);
        this.log = new LogHints(api);
        this.clones = new CloneLogs(api);
    }

    /// How many guests the last look showed.
    int rows() {
        return watch.listed().size();
    }

    /// How many guests' details could not be read lately.
    int failing() {
        return details.failing();
    }

    /// The nodes that the last look showed to be there.
    Set<String> online() {
        return online;
    }

    /// A look failed, and that is recorded. Where the memory could not be written, the next one begins with what it
    /// says, not with what we think that it says, and what was news is news again.
    void failed(Instant now, boolean unwritten) {
        written = Optional.of(now).filter(_ -> !unwritten);
        if (unwritten) {
            watch.forget();
            deeds.drop();
            log.drop();
        }
    }

    /// One look, recorded.
    ///
    /// @param before how the last cycle went, whoever ran it
    /// @param thorough whether configurations are read that nothing hints at, and the log
    /// @return what is missing
    List<String> look(Instant now, Optional<SyncState> before, boolean thorough) {
        if (!before.map(SyncState::triedAt).equals(written)) {
            watch.forget();
        }
        boolean baseline = before.flatMap(SyncState::asOf).isEmpty();
        Set<String> nodes = store.nodes().list(cluster, Moment.now()).stream()
                .map(state -> state.node().name())
                .collect(Collectors.toSet());
        ClusterReader.Look look = sure(now, cycle.at(now, nodes.size() <= 1), nodes.size() <= 1);
        online = look.online();
        cpus = look.cpus();
        deeds.take(look.tasks());
        LogHints.News news =
                log.read(now, thorough || watch.tellsOfChange(look.guests()), before.flatMap(SyncState::asOf));
        Set<Integer> known = new HashSet<>(watch.listed());
        Set<Integer> asked = asked(now, look, news, thorough, baseline);
        GuestTracker.Sight sight = watch.look(now, look.guests(), baseline, asked, cpus);
        news = news.and(log.readFor(now, sight.reconfigured()));
        known.removeAll(look.listed());
        Set<Integer> gone = new HashSet<>(sight.gone());
        gone.addAll(unlisted(now, known, look));
        Set<String> removed =
                nodes.stream().filter(node -> isRemoved(node, look)).collect(Collectors.toSet());
        watch.keepOnly(look.listed());
        Observation seen = look.observation()
                .withTasks(tasks(look, news))
                .withInventory(new Inventory(List.of(), removed, Set.of()));
        inventory.noticed(seen, record(seen, sight, strangers(look.lost()), gone));
        membersBefore = look.members();
        asked.retainAll(look.guests().stream().map(Guest::vmid).collect(Collectors.toSet()));
        details.note(now, asked, sight.configs());
        details.readNodes(now, online);
        boolean otherRights = version != 0 && version != rights.version();
        version = rights.version();
        if (otherRights) {
            details.retry();
        }
        if ((thorough || otherRights) && !baseline) {
            inventory.read(now, online, LISTS_AT_ONCE);
        }
        written = Optional.of(now);
        return incomplete(look);
    }

    /// A look that misses something is taken again between two readings of the rights: it may be hidden.
    private ClusterReader.Look sure(Instant now, ClusterReader.Look look, boolean alone) {
        boolean misses = !look.listed().containsAll(watch.listed()) || watch.tellsOfLeftPool(look.guests());
        if (misses) {
            Permissions before = rights.read(now);
            ClusterReader.Look again = cycle.at(now, alone);
            if (!rights.read(now).equals(before)) {
                rights.distrust();
            }
            return again;
        }
        rights.look(
                now,
                isPoorer(look) || look.listed().isEmpty() || !look.incomplete().isEmpty());
        return look;
    }

    /// What a lost right leaves without an error.
    private boolean isPoorer(ClusterReader.Look look) {
        Set<String> storages = look.observation().storages().stream()
                .map(storage -> storage.name() + "@" + storage.node())
                .collect(Collectors.toSet());
        boolean poorer = !storages.containsAll(storagesBefore) || isWithoutNumbers(look);
        storagesBefore = storages;
        return poorer;
    }

    private static boolean isWithoutNumbers(ClusterReader.Look look) {
        return look.online().stream()
                .anyMatch(
                        node -> look.cpus().getOrDefault(node, Optional.empty()).isEmpty());
    }

    /// Whether the cluster does not have a node any more, twice in succession.
    private boolean isRemoved(String node, ClusterReader.Look look) {
        return !(membersBefore.isEmpty() || membersBefore.contains(node))
                && !(look.members().isEmpty() || look.members().contains(node));
    }

    private List<Task> tasks(ClusterReader.Look look, LogHints.News news) {
        return Stream.concat(clones.read(look.tasks(), look.observation().tasks()).stream(), news.deeds().stream())
                .toList();
    }

    /// What is gone ends first, so that another guest with the same vmid is one that appeared.
    private List<Change> record(Observation seen, GuestTracker.Sight sight, List<Guest> strangers, Set<Integer> gone) {
        if (!gone.isEmpty()) {
            store.recorder()
                    .record(Observation.of(cluster, seen.at())
                            .withTasks(seen.tasks())
                            .withGone(gone));
            // These destructions must not be taken for those of the guests that now have the vmids.
            deeds.keep();
        }
        List<Guest> guests = new ArrayList<>(sight.guests());
        guests.addAll(strangers);
        List<Change> changes = store.recorder()
                .record(seen.withGuests(guests, watch.gauges(seen.at(), seen.guestGauges()))
                        .withConfigs(sight.configs())
                        .withSnapshots(sight.snapshots()));
        deeds.keep();
        log.keep();
        return changes;
    }

    /// Guests of lost nodes that the memory does not have. They must be recorded all the same: what is known of the
    /// others stays as it was before their node was lost.
    private List<Guest> strangers(List<Guest> rows) {
        lost.retainAll(rows.stream().map(Guest::vmid).collect(Collectors.toSet()));
        return rows.stream()
                .filter(row -> lost.add(row.vmid())
                        && store.guests().get(cluster, row.vmid(), Moment.now()).isEmpty())
                .toList();
    }

    /// The guests to ask about: those that tasks and the log hint at; in a thorough look all, or where there are many
    /// those that were not read for the longest time.
    private Set<Integer> asked(
            Instant now, ClusterReader.Look look, LogHints.News news, boolean thorough, boolean baseline) {
        Set<Integer> asked = new HashSet<>(deeds.concerned());
        asked.addAll(news.guests());
        if (thorough && look.guests().size() <= AT_ONCE) {
            look.guests().forEach(guest -> asked.add(guest.vmid()));
        } else if (thorough && !baseline) {
            asked.addAll(details.due(now, false, AT_ONCE));
        }
        return asked.stream().limit(AT_ONCE).collect(Collectors.toCollection(HashSet::new));
    }

    /// Which of the guests that are listed no more are gone.
    private Set<Integer> unlisted(Instant now, Set<Integer> missing, ClusterReader.Look look) {
        Map<Integer, GuestState> suspects = new HashMap<>();
        store.guests()
                .unknown(cluster)
                .forEach(state -> suspects.put(state.guest().vmid(), state));
        missing.stream()
                .flatMap(vmid -> store.guests().get(cluster, vmid, Moment.now()).stream())
                .forEach(state -> suspects.put(state.guest().vmid(), state));
        suspects.keySet().removeAll(look.listed());
        List<GuestState> some = suspects.values().stream().limit(AT_ONCE).toList();
        closed.clear();
        Set<Integer> gone = new RemovalCheck(reader, deeds, closed).gone(some, look.online(), look.quorate());
        some.stream()
                .map(GuestState::guest)
                .filter(guest -> isRemoved(guest.node(), look))
                .forEach(guest -> gone.add(guest.vmid()));
        Set<Integer> unexplained =
                gone.stream().filter(vmid -> !deeds.goes(vmid)).collect(Collectors.toSet());
        if (unexplained.size() > Math.max(MANY_GONE, look.listed().size() / 5)) {
            Instant since = manyGoneSince.orElse(now);
            manyGoneSince = Optional.of(since);
            if (since.isAfter(now.minus(MANY_GONE_PATIENCE))) {
                gone.removeAll(unexplained);
            }
        } else {
            manyGoneSince = Optional.empty();
        }
        watch.ended(gone);
        return gone;
    }

    private List<String> incomplete(ClusterReader.Look look) {
        List<String> incomplete = new ArrayList<>(rights.missing(closed));
        incomplete.addAll(look.incomplete());
        incomplete.addAll(inventory.incomplete());
        log.overrun().ifPresent(incomplete::add);
        manyGoneSince.ifPresent(since -> incomplete.add("many guests are not there any more since " + since
                + " though nobody destroyed them: they are kept as unknown until that has lasted for "
                + MANY_GONE_PATIENCE.toMinutes() + " minutes"));
        if (details.failing() > 0) {
            incomplete.add("configuration of " + details.failing() + " guests could not be read lately: "
                    + details.someFailing());
        }
        return incomplete;
    }

    /// Reads the details of these guests and records them.
    ///
    /// @return how many were asked about
    int readGuests(Instant now, Set<Integer> vmids) {
        List<Guest> rows =
                vmids.stream().flatMap(vmid -> watch.row(vmid).stream()).toList();
        if (rows.isEmpty()) {
            return 0;
        }
        try {
            GuestTracker.Sight sight = watch.look(now, rows, false, vmids, cpus);
            List<Change> _ = record(Observation.of(cluster, now), sight, List.of(), sight.gone());
            details.note(now, vmids, sight.configs());
            return rows.size();
        } catch (StoreException e) {
            failed(now, true);
            throw e;
        }
    }

    /// Reads the details of some guests and some of the lists that are due.
    ///
    /// @return how many were read; 0: nothing is due
    int readDue(Instant now, int limit) {
        Set<Integer> due = details.due(now, log.tells(), limit);
        return (due.isEmpty() ? 0 : readGuests(now, due)) + inventory.read(now, online, LISTS_AT_ONCE);
    }
}
