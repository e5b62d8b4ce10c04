package io.github.proxmoxmcp.server.sync.inventory;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.sync.inventory.InventorySource.ListId;
import io.github.proxmoxmcp.server.sync.source.Rights;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the lists beside guests and nodes up to date: archives, definitions of storages, pools, jobs, and what nodes
/// are made of.
///
/// Each is read again by age, from minutes to an hour, or at once when a cycle gave a hint that it changed; a few at a
/// time. How old a list is stands in the store, so a program that starts anew does not read everything again.
public final class InventoryReader {

    private static final Logger LOG = LoggerFactory.getLogger(InventoryReader.class);

    /// How long a list is not read again after a failure.
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(5);

    private static final Duration PAUSE_WHERE_UNSUPPORTED = Duration.ofHours(6);

    private final String cluster;
    private final Store store;
    private final InventoryLists lists;
    private final InventoryHints hints;
    /// Lists that this version of Proxmox VE does not have, and when it is asked again: it may have been updated.
    private final Map<ListId, Instant> unsupported = new ConcurrentHashMap<>();

    private final Map<ListId, Failure> failures = new ConcurrentHashMap<>();
    private final Rights rights;
    private int version;
    private List<String> incomplete = List.of();

    public InventoryReader(String cluster, Proxmox api, Store store, Rights rights) {
        this.cluster = cluster;
        this.store = store;
        this.lists = new InventoryLists(cluster, api, store);
        this.hints = new InventoryHints();
        this.rights = rights;
    }

    private record Failure(Instant until, String text) {}

    /// Takes hints from what a cycle saw and from the changes that it found.
    public void learn(Observation seen, List<Change> changes) {
        hints.learn(seen, changes);
    }

    /// There is reason to read lists again.
    ///
    /// @param acted paths of calls that were sent, each as its segments
    /// @param wanted lists that somebody wants to be as they are now, by their kinds and what they are of
    public void hint(Collection<List<String>> acted, Map<Kind, Set<String>> wanted) {
        acted.stream().filter(path -> !path.isEmpty()).forEach(hints::acted);
        wanted.forEach((kind, scopes) -> scopes.forEach(scope -> hints.add(new ListId(kind, scope))));
    }

    /// Sentences on lists that could not be read, or only in part.
    public List<String> incomplete() {
        return incomplete;
    }

    /// Reads at most `limit` lists that are due and records them.
    ///
    /// @return how many were read; 0: nothing is due
    public int read(Instant now, Set<String> online, int limit) {
        unsupported.values().removeIf(now::isAfter);
        failures.values().removeIf(failure -> now.isAfter(failure.until()));
        List<InventorySource> all = lists.of(now, online, hints.firewalls());
        Map<ListId, InventoryStore.Reading> readings = readings();
        hintAtOtherRights(all, readings);
        List<InventorySource> due =
                due(now, all, readings).stream().limit(limit).toList();
        if (!due.isEmpty()) {
            boolean filtered = due.stream().anyMatch(source -> !source.allOrNothing());
            Permissions before = filtered ? rights.read(now) : Permissions.NONE;
            List<Optional<Function<Permissions, List<Listing<?>>>>> read =
                    Parallel.map(due, source -> read(source, now));
            Permissions held = filtered && rights.read(now).equals(before) ? before : Permissions.NONE;
            List<Listing<?>> listings = read.stream()
                    .flatMap(Optional::stream)
                    .flatMap(list -> list.apply(held).stream())
                    .toList();
            store.recorder()
                    .record(Observation.of(cluster, now)
                            .withInventory(new Inventory(listings, Set.of(), removed(listings, online))));
            due.stream().map(InventorySource::key).forEach(hints::remove);
            readings = readings();
        }
        incomplete = sentences(all, readings);
        return due.size();
    }

    /// Storages that the configuration does not have any more, with what nodes showed of them. One that is disabled
    /// vanishes from the nodes alike, but is still defined; one that is hidden from the token is neither.
    private Set<String> removed(List<Listing<?>> read, Set<String> online) {
        Set<String> removed = new HashSet<>();
        for (Listing<?> listing : read) {
            if (listing.type().equals(StorageDefinition.class)) {
                Map<String, Set<String>> missing = storages();
                listing.all().stream()
                        .map(StorageDefinition.class::cast)
                        .forEach(storage -> missing.remove(storage.name()));
                missing.keySet().removeIf(name -> !listing.proof() && !lists.isRemoved(name, online));
                removed.addAll(missing.keySet());
                missing.values().forEach(removed::addAll);
            }
        }
        return removed;
    }

    /// By name the storages that the memory knows on nodes, as `name@node`.
    private Map<String, Set<String>> storages() {
        Map<String, Set<String>> known = new HashMap<>();
        store.inventory()
                .list(StorageDefinition.class, cluster, Moment.now())
                .forEach(storage -> known.put(storage.thing().name(), new HashSet<>()));
        store.storages()
                .list(cluster, Moment.now())
                .forEach(state -> known.computeIfAbsent(state.storage().name(), _ -> new HashSet<>())
                        .add(state.storage().name() + "@" + state.storage().node()));
        return known;
    }

    private Map<ListId, InventoryStore.Reading> readings() {
        return store.inventory().readings(cluster).stream()
                .collect(Collectors.toMap(reading -> new ListId(reading.kind(), reading.scope()), reading -> reading));
    }

    /// Hints first, then what was never read, then the oldest.
    private List<InventorySource> due(
            Instant now, List<InventorySource> all, Map<ListId, InventoryStore.Reading> readings) {
        Map<ListId, Instant> dueAt = new HashMap<>();
        for (InventorySource source : all) {
            Instant at = hints.contains(source.key())
                    ? Instant.MIN
                    : Optional.ofNullable(readings.get(source.key()))
                            .map(reading -> reading.readAt().plus(source.age()))
                            .orElse(Instant.EPOCH);
            dueAt.put(source.key(), at);
        }
        return all.stream()
                .filter(source -> !failures.containsKey(source.key()) && !unsupported.containsKey(source.key()))
                .filter(source -> !now.isBefore(dueAt.getOrDefault(source.key(), Instant.EPOCH)))
                .sorted(Comparator.comparing(source -> dueAt.getOrDefault(source.key(), Instant.EPOCH)))
                .toList();
    }

    private Optional<Function<Permissions, List<Listing<?>>>> read(InventorySource source, Instant now) {
        try {
            return Optional.of(source.read().get());
        } catch (ProxmoxException e) {
            if (e instanceof ProxmoxException.Failed failed && failed.status() == 501) {
                unsupported.put(source.key(), now.plus(PAUSE_WHERE_UNSUPPORTED));
                return Optional.empty();
            }
            LOG.debug("{} {} could not be read: {}", source.what(), source.key().scope(), e.getMessage());
            failures.put(source.key(), new Failure(now.plus(PAUSE_AFTER_FAILURE), e.text()));
            return Optional.empty();
        }
    }

    /// Other rights show other things: what could not be read, or only in part, is read again.
    private void hintAtOtherRights(List<InventorySource> all, Map<ListId, InventoryStore.Reading> readings) {
        boolean other = version != 0 && version != rights.version();
        version = rights.version();
        if (other) {
            failures.keySet().forEach(hints::add);
            failures.clear();
            all.stream()
                    .map(InventorySource::key)
                    .filter(key -> Optional.ofNullable(readings.get(key))
                            .filter(reading -> !reading.tells(Moment.now()))
                            .isPresent())
                    .forEach(hints::add);
        }
    }

    private List<String> sentences(List<InventorySource> all, Map<ListId, InventoryStore.Reading> readings) {
        Map<String, List<String>> failed = new TreeMap<>();
        Map<String, String> reasons = new HashMap<>();
        Map<String, List<String>> partial = new TreeMap<>();
        for (InventorySource source : all) {
            Optional<Failure> failure = Optional.ofNullable(failures.get(source.key()));
            if (failure.isPresent()) {
                failed.computeIfAbsent(source.what(), _ -> new ArrayList<>())
                        .add(source.key().scope());
                reasons.put(source.what(), failure.get().text());
            } else if (source.key().kind() != Kind.REPLICATION_STATE
                    && Optional.ofNullable(readings.get(source.key()))
                            .filter(reading -> !reading.tells(Moment.now()))
                            .isPresent()) {
                partial.computeIfAbsent(source.what(), _ -> new ArrayList<>())
                        .add(source.key().scope());
            }
        }
        List<String> sentences = new ArrayList<>();
        failed.forEach((what, scopes) -> sentences.add(
                what + of(scopes) + " could not be read: " + UntrustedText.marked(reasons.getOrDefault(what, ""))));
        partial.forEach((what, scopes) -> sentences.add(what + of(scopes) + " may be hidden from the token"
                + (what.equals("backups") ? ": it needs Datastore.AllocateSpace there and VM.Backup on /vms" : "")));
        return sentences;
    }

    private static String of(List<String> scopes) {
        if (scopes.equals(List.of(""))) {
            return "";
        }
        return " of " + String.join(", ", scopes.subList(0, Math.min(3, scopes.size())))
                + (scopes.size() > 3 ? " and " + (scopes.size() - 3) + " more" : "");
    }
}
