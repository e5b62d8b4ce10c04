package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.sync.guest.CloneLogs;
import io.github.proxmoxmcp.server.sync.guest.Conclusions;
import io.github.proxmoxmcp.server.sync.guest.EvidenceReader;
import io.github.proxmoxmcp.server.sync.guest.GuestDetails;
import io.github.proxmoxmcp.server.sync.guest.GuestEvidence;
import io.github.proxmoxmcp.server.sync.guest.GuestReconciler;
import io.github.proxmoxmcp.server.sync.guest.GuestTasks;
import io.github.proxmoxmcp.server.sync.guest.LogHints;
import io.github.proxmoxmcp.server.sync.guest.RemovalCheck;
import io.github.proxmoxmcp.server.sync.guest.Unlisted;
import io.github.proxmoxmcp.server.sync.inventory.InventoryReader;
import io.github.proxmoxmcp.server.sync.inventory.NodeVersions;
import io.github.proxmoxmcp.server.sync.source.ClusterReader;
import io.github.proxmoxmcp.server.sync.source.ClusterReader.View;
import io.github.proxmoxmcp.server.sync.source.Rights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks at one cluster and records what is certain: gathers, judges, records, and remembers.
final class Observer {

    private static final int MAX_GUESTS_PER_CYCLE = 100;
    private static final int MAX_LISTS_PER_CYCLE = 16;

    /// Beside the guests that are read meanwhile.
    private static final int MAX_LISTS_AT_ONCE = 4;

    private final String cluster;
    private final Store store;
    private final ClusterReader reader;
    private final EvidenceReader evidence;
    private final GuestDetails details;
    private final NodeVersions nodes;
    private final InventoryReader inventory;
    private final Rights rights;
    private final LogHints log;
    private final CloneLogs clones;

    private LookMemory memory = LookMemory.NONE;
    private Set<String> storagesBefore = Set.of();
    private int rightsVersion;

    /// @param configurations is told of which guests the configuration was read
    Observer(String cluster, Proxmox api, Store store, Consumer<Set<Integer>> configurations) {
        this.cluster = cluster;
        this.store = store;
        this.reader = new ClusterReader(cluster, api);
        this.rights = new Rights(api);
        this.evidence = new EvidenceReader(cluster, api, store, rights);
        this.details = new GuestDetails(cluster, store, configurations);
        this.nodes = new NodeVersions(cluster, api, store);
        this.inventory = new InventoryReader(cluster, api, store, rights);
        this.log = new LogHints(api);
        this.clones = new CloneLogs(api);
    }

    /// What a look gathered.
    ///
    /// @param asked guests that were asked about whatever their rows say
    /// @param removed nodes that the cluster does not have any more
    private record Gathered(
            View view,
            GuestTasks tasks,
            CloneLogs.Reading clones,
            LogHints.News log,
            Set<Integer> asked,
            List<GuestEvidence> guests,
            List<Unlisted> unlisted,
            Set<String> removed) {}

    /// How many guests the last look showed.
    int rows() {
        return memory.guests().listed().size();
    }

    /// How many guests' details could not be read lately.
    int failing() {
        return details.failing();
    }

    /// The nodes that the last look showed to be there.
    Set<String> online() {
        return memory.online();
    }

    /// A look failed, and that is recorded, unless the store could not be written.
    void failed(Instant now, boolean unwritten) {
        memory = unwritten ? memory.forgotten().writtenAt(Optional.empty()) : memory.writtenAt(Optional.of(now));
    }

    /// One look, recorded.
    ///
    /// @param before how the last cycle went, whoever ran it
    /// @param thorough whether configurations are read that nothing hints at, and the log
    /// @return what is missing
    List<String> look(Instant now, Optional<SyncState> before, boolean thorough) {
        if (!before.map(SyncState::triedAt).equals(memory.writtenAt())) {
            memory = memory.forgotten();
        }
        Gathered seen = gather(now, before.flatMap(SyncState::asOf), thorough);
        View view = seen.view();

        Conclusions concluded = GuestReconciler.judge(now, seen.guests());
        RemovalCheck removals = RemovalCheck.judge(
                now, seen.unlisted(), view.quorate(), view.listed().size(), memory.manyGoneSince());

        LogHints.News news = log.readFor(now, seen.log(), concluded.reconfigured());
        Set<Integer> gone = union(concluded.ended(), removals.gone());
        Observation observation = view.observation()
                .withTasks(Stream.concat(seen.clones().tasks().stream(), news.updates().stream())
                        .toList())
                .withInventory(new Inventory(List.of(), seen.removed(), Set.of()));
        List<Change> changes = record(observation, concluded, strangers(view), gone);

        memory = new LookMemory(
                memory.guests().with(concluded, now).only(view.listed()),
                seen.tasks().without(gone),
                news.log(),
                seen.clones().tries(),
                vmids(view.lost()),
                view.members(),
                view.online(),
                view.cpus(),
                removals.manyGoneSince(),
                Optional.of(now));
        details.note(now, seen.asked(), concluded.configs(), memory.guests());
        inventory.learn(observation, changes);
        readBesides(now, before.flatMap(SyncState::asOf).isPresent(), thorough);
        return incomplete(view, removals);
    }

    /// @param followed until when any process followed the cluster
    private Gathered gather(Instant now, Optional<Instant> followed, boolean thorough) {
        boolean baseline = followed.isEmpty();
        Set<String> known = store.nodes().list(cluster, Moment.now()).stream()
                .map(state -> state.node().name())
                .collect(Collectors.toSet());
        View view = sure(now, reader.read(now, known.size() <= 1), known.size() <= 1);
        GuestTasks tasks = memory.tasks().next(view.tasks());
        LogHints.News news =
                log.read(now, memory.log(), thorough || memory.guests().tellOfChange(view.guests(), tasks), followed);
        Set<Integer> asked = asked(now, view, union(tasks.concerned(), news.guests()), thorough, baseline);
        List<GuestEvidence> guests =
                evidence.listed(now, view.guests(), baseline, asked, memory.guests(), tasks, view.cpus());
        asked.retainAll(vmids(view.guests()));
        Set<String> removed =
                known.stream().filter(node -> isRemoved(node, view)).collect(Collectors.toSet());
        return new Gathered(
                view,
                tasks,
                clones.read(view.tasks(), view.observation().tasks(), memory.clones()),
                news,
                asked,
                guests,
                evidence.unlisted(view, memory.guests(), tasks, removed),
                removed);
    }

    /// A view that misses something is taken again between two readings of the rights: it may be hidden.
    private View sure(Instant now, View view, boolean alone) {
        boolean misses = !view.listed().containsAll(memory.guests().listed())
                || memory.guests().tellOfLeftPool(view.guests());
        if (misses) {
            Permissions before = rights.read(now);
            View again = reader.read(now, alone);
            if (!rights.read(now).equals(before)) {
                rights.distrust();
            }
            return again;
        }
        rights.refresh(
                now,
                isPoorer(view) || view.listed().isEmpty() || !view.incomplete().isEmpty());
        return view;
    }

    /// Whether a view lacks things that a lost privilege hides without an error.
    private boolean isPoorer(View view) {
        Set<String> storages = view.observation().storages().rows().stream()
                .map(storage -> storage.name() + "@" + storage.node())
                .collect(Collectors.toSet());
        boolean poorer = !storages.containsAll(storagesBefore) || isWithoutNumbers(view);
        storagesBefore = storages;
        return poorer;
    }

    private static boolean isWithoutNumbers(View view) {
        return view.online().stream()
                .anyMatch(
                        node -> view.cpus().getOrDefault(node, Optional.empty()).isEmpty());
    }

    /// Whether the cluster does not have a node any more, twice in succession.
    private boolean isRemoved(String node, View view) {
        return !(memory.members().isEmpty() || memory.members().contains(node))
                && !(view.members().isEmpty() || view.members().contains(node));
    }

    /// The guests to ask about: those that tasks and the log hint at; in a thorough look all, or where there are many
    /// those that were not read for the longest time.
    private Set<Integer> asked(Instant now, View view, Set<Integer> hinted, boolean thorough, boolean baseline) {
        Set<Integer> asked = new HashSet<>(hinted);
        if (thorough && view.guests().size() <= MAX_GUESTS_PER_CYCLE) {
            asked.addAll(vmids(view.guests()));
        } else if (thorough && !baseline) {
            asked.addAll(details.due(now, memory.guests(), false, MAX_GUESTS_PER_CYCLE));
        }
        return asked.stream().limit(MAX_GUESTS_PER_CYCLE).collect(Collectors.toCollection(HashSet::new));
    }

    /// Guests of lost nodes that the store does not have. They must be recorded all the same: what is known of the
    /// others stays as it was before their node was lost.
    private List<Guest> strangers(View view) {
        return view.lost().stream()
                .filter(row -> !memory.lost().contains(row.vmid())
                        && store.guests().get(cluster, row.vmid(), Moment.now()).isEmpty())
                .toList();
    }

    /// What is gone ends first, so that another guest with the same vmid is one that appeared; all or nothing of it is
    /// written.
    private List<Change> record(Observation seen, Conclusions concluded, List<Guest> strangers, Set<Integer> gone) {
        Observation found = seen.withGuests(
                        Stream.concat(concluded.guests().stream(), strangers.stream())
                                .toList(),
                        concluded.gauges(seen.at(), seen.guests().gauges()))
                .withConfigs(concluded.configs())
                .withSnapshots(concluded.snapshots());
        Observation ended =
                Observation.of(cluster, seen.at()).withTasks(seen.tasks()).withGone(gone);
        return store.recorder().record(gone.isEmpty() ? List.of(found) : List.of(ended, found));
    }

    /// Versions of nodes, and in a thorough look, or where other rights may show more, lists that are due.
    private void readBesides(Instant now, boolean followed, boolean thorough) {
        nodes.read(now, memory.online());
        boolean otherRights = rightsVersion != 0 && rightsVersion != rights.version();
        rightsVersion = rights.version();
        if (otherRights) {
            details.retry();
        }
        if ((thorough || otherRights) && followed) {
            inventory.read(now, memory.online(), MAX_LISTS_PER_CYCLE);
        }
    }

    private List<String> incomplete(View view, RemovalCheck removals) {
        List<String> incomplete = new ArrayList<>(rights.missing(removals.hidden()));
        incomplete.addAll(view.incomplete());
        incomplete.addAll(inventory.incomplete());
        memory.log().missing().ifPresent(incomplete::add);
        removals.manyGoneSince()
                .ifPresent(since -> incomplete.add("many guests have been missing since " + since
                        + " though they were not destroyed: they are kept as unknown until that has lasted for "
                        + RemovalCheck.PATIENCE.toMinutes() + " minutes"));
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
        List<Guest> rows = vmids.stream()
                .flatMap(vmid -> memory.guests().row(vmid).stream())
                .toList();
        if (rows.isEmpty()) {
            return 0;
        }
        try {
            Conclusions concluded = GuestReconciler.judge(
                    now, evidence.listed(now, rows, false, vmids, memory.guests(), memory.tasks(), memory.cpus()));
            List<Change> _ = record(Observation.of(cluster, now), concluded, List.of(), concluded.ended());
            memory = memory.with(
                    memory.guests().with(concluded, now), memory.tasks().without(concluded.ended()));
            details.note(now, vmids, concluded.configs(), memory.guests());
            return rows.size();
        } catch (StoreException e) {
            failed(now, true);
            throw e;
        }
    }

    /// There is reason to read lists again: see [InventoryReader#hint].
    void hint(Collection<List<String>> acted, Map<Kind, Set<String>> wanted) {
        inventory.hint(acted, wanted);
    }

    /// Reads the details of some guests and some of the lists that are due.
    ///
    /// @return how many were read; 0: nothing is due
    int readDue(Instant now, int limit) {
        Set<Integer> due = details.due(now, memory.guests(), memory.log().tells(), limit);
        return (due.isEmpty() ? 0 : readGuests(now, due)) + inventory.read(now, memory.online(), MAX_LISTS_AT_ONCE);
    }

    private static Set<Integer> vmids(Collection<Guest> guests) {
        return guests.stream().map(Guest::vmid).collect(Collectors.toSet());
    }

    private static Set<Integer> union(Set<Integer> some, Set<Integer> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }
}
