package io.github.proxmoxmcp.server.resource;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.value.Thing;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of resources that became other ones, whichever process on the store recorded that: it looks at the recorded
/// changes of the last minutes again and again, as long as somebody subscribes to anything.
public final class Subscriptions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    /// A cycle dates what it records to its beginning, and other processes have other clocks: what is new is what was
    /// not among the changes of this time before.
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private static final int MAX_CHANGES = 1000;
    private static final int MAX_SUBSCRIPTIONS = 1000;
    private static final int MAX_SUBSCRIPTIONS_PER_SESSION = 200;

    private final Supplier<ResourceRegistry> resources;
    private final Supplier<Backend> backend;
    private final InstantSource clock;
    private final Pause pause;

    /// Guarded by this: who subscribed to an address (or to all of a cluster, by its name), which facts were seen,
    /// which addresses wait for quiet.
    private final Map<String, Set<Subscriber>> subscribers = new HashMap<>();

    private final Map<String, Set<Seen>> seen = new HashMap<>();
    private long deeds;
    private final Set<String> unsettled = new HashSet<>();
    private Optional<Thread> thread = Optional.empty();

    /// Returns when something may have been recorded. The one place to change for a store that can say so itself.
    @FunctionalInterface
    public interface Pause {

        /// A second: soon enough to notice changes of other processes without reading all the time.
        Pause A_SECOND = () -> Thread.sleep(Duration.ofSeconds(1));

        void await() throws InterruptedException;
    }

    /// Whom to tell that the resource of an address became another one; the same one is one subscriber.
    @FunctionalInterface
    public interface Subscriber {

        void changed(String uri);
    }

    private record Seen(Instant at, Thing thing, String what) {}

    public Subscriptions(
            Supplier<ResourceRegistry> resources, Supplier<Backend> backend, InstantSource clock, Pause pause) {
        this.resources = resources;
        this.backend = backend;
        this.clock = clock;
        this.pause = pause;
    }

    /// From now on changes of this resource are told; also that a thing appears which is not there yet.
    ///
    /// @throws ToolException when there is no resource or cluster like this, or it has no history of changes
    public synchronized void add(Subscriber subscriber, String uri) {
        ResourceRegistry.Found found = resources.get().find(uri);
        if (found.kind().concern().isEmpty()) {
            throw new ToolException.BadArgument("'" + uri + "' cannot be subscribed to: a "
                    + found.kind().name() + " has no history of changes; read it again instead");
        }
        if (subscribers.size() >= MAX_SUBSCRIPTIONS && !subscribers.containsKey(uri)) {
            throw new ToolException.Unavailable("There are " + subscribers.size()
                    + " subscriptions already; give up some, or subscribe to a cluster's status instead of its guests");
        }
        if (subscribers.values().stream()
                        .filter(set -> set.contains(subscriber))
                        .count()
                >= MAX_SUBSCRIPTIONS_PER_SESSION) {
            throw new ToolException.Unavailable("This session has " + MAX_SUBSCRIPTIONS_PER_SESSION
                    + " subscriptions already; give up some, or subscribe to a cluster's status instead of its guests");
        }
        follow(
                subscriber,
                uri,
                backend.get().cluster(Optional.of(cluster(found))).name());
    }

    /// From now on every change of a cluster is told by the cluster's name, and also every entry of the audit: what
    /// people decide about plans and problems is written there.
    ///
    /// @throws ToolException when there is no such cluster
    public synchronized void addAll(Subscriber subscriber, String cluster) {
        if (subscribers.keySet().stream().allMatch(Subscriptions::isResource)) {
            deeds = lastDeed();
        }
        follow(subscriber, cluster, backend.get().cluster(Optional.of(cluster)).name());
    }

    private void follow(Subscriber subscriber, String uri, String cluster) {
        if (subscribers.isEmpty()) {
            seen.clear();
        }
        seen.computeIfAbsent(cluster, name -> seen(recent(name)).collect(Collectors.toCollection(HashSet::new)));
        subscribers.computeIfAbsent(uri, _ -> new HashSet<>()).add(subscriber);
        if (thread.isEmpty()) {
            thread = Optional.of(Thread.ofVirtual().name("subscriptions").start(this::follow));
        }
    }

    /// One subscriber less.
    public synchronized void remove(Subscriber subscriber, String uri) {
        subscribers.getOrDefault(uri, new HashSet<>()).remove(subscriber);
        subscribers.values().removeIf(Set::isEmpty);
    }

    /// How many addresses somebody subscribes to.
    public synchronized int size() {
        return subscribers.size();
    }

    private synchronized Set<Subscriber> subscribersOf(String uri) {
        return Set.copyOf(subscribers.getOrDefault(uri, Set.of()));
    }

    private void follow() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (isSettled()) {
                    pause.await();
                } else {
                    Pause.A_SECOND.await();
                }
                tell();
            }
        } catch (InterruptedException _) {
            // The end.
        }
    }

    private synchronized boolean isSettled() {
        return unsettled.isEmpty();
    }

    private void tell() {
        try {
            settled().forEach(uri -> subscribersOf(uri).forEach(subscriber -> subscriber.changed(uri)));
        } catch (RuntimeException e) {
            // The outer edge of this thread: the store may be locked or away for a while.
            LOG.warn("subscriptions: changes cannot be read or told: {}", e.getMessage());
        }
    }

    /// What changed and then did not for a whole pause: one deed is often recorded in several steps (the list of guests
    /// first, their configurations after), and one message is enough.
    private synchronized List<String> settled() {
        Set<String> news = Stream.concat(List.copyOf(seen.keySet()).stream().flatMap(this::news), newDeeds())
                .collect(Collectors.toSet());
        List<String> settled = unsettled.stream()
                .filter(uri -> !news.contains(uri) && subscribers.containsKey(uri))
                .sorted()
                .toList();
        unsettled.clear();
        unsettled.addAll(news);
        return settled;
    }

    private Stream<String> news(String cluster) {
        Map<String, Predicate<Change>> watched = new HashMap<>();
        for (String uri : subscribers.keySet()) {
            if (isResource(uri)) {
                ResourceRegistry.Found found = resources.get().find(uri);
                if (cluster(found).equals(cluster)) {
                    watched.put(uri, change -> concerns(found, change));
                }
            } else if (uri.equals(cluster)) {
                watched.put(uri, _ -> true);
            }
        }
        if (watched.isEmpty()) {
            seen.remove(cluster);
            return Stream.empty();
        }
        backend.get().cluster(Optional.of(cluster)).sync().asked();
        Set<Seen> before = seen.getOrDefault(cluster, Set.of());
        List<Change> recent = recent(cluster);
        List<Change> fresh = recent.stream()
                .filter(change -> !before.containsAll(seen(List.of(change)).toList()))
                .toList();
        seen.put(cluster, seen(recent).collect(Collectors.toSet()));
        return watched.entrySet().stream()
                .filter(entry -> fresh.stream().anyMatch(entry.getValue()))
                .map(Map.Entry::getKey);
    }

    /// Whose clusters are followed as a whole, if the audit became longer.
    private Stream<String> newDeeds() {
        List<String> clusters =
                subscribers.keySet().stream().filter(uri -> !isResource(uri)).toList();
        if (clusters.isEmpty()) {
            return Stream.empty();
        }
        long before = deeds;
        deeds = lastDeed();
        return deeds == before ? Stream.empty() : clusters.stream();
    }

    private long lastDeed() {
        return backend.get().store().audit().list(Optional.empty(), Optional.empty(), 1).stream()
                .mapToLong(AuditEntry::seq)
                .sum();
    }

    /// What is subscribed to is a resource's address, or a cluster's name.
    private static boolean isResource(String uri) {
        return uri.contains("://");
    }

    private static boolean concerns(ResourceRegistry.Found found, Change change) {
        return found.kind()
                .concern()
                .filter(concern -> concern.of(found.variables(), change))
                .isPresent();
    }

    private List<Change> recent(String cluster) {
        return backend.get().store().history().recorded(cluster, clock.instant().minus(WINDOW), MAX_CHANGES);
    }

    /// Fact by fact: a change grows when more of the same moment is recorded.
    private static Stream<Seen> seen(List<Change> changes) {
        return changes.stream()
                .flatMap(change -> Stream.concat(
                                Stream.of(change.getClass().getSimpleName()),
                                fields(change).map(Change.Field::name))
                        .map(what -> new Seen(change.at(), change.thing(), what)));
    }

    private static Stream<Change.Field> fields(Change change) {
        return switch (change) {
            case Change.Moved moved -> moved.fields().stream();
            case Change.Altered altered -> altered.fields().stream();
            case Change.Appeared _, Change.Vanished _ -> Stream.empty();
        };
    }

    private static String cluster(ResourceRegistry.Found found) {
        return Optional.ofNullable(found.variables().get("cluster")).orElseThrow();
    }

    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
