package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestStore.DetailDue;
import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be asked for thing by thing and can wait: configurations and snapshots of guests, versions of nodes.
///
/// A few at a time: what has a hint of a change first, then by age. How many calls are in flight is the client's limit.
final class Details {

    private static final Logger LOG = LoggerFactory.getLogger(Details.class);

    /// Details without a hint of a change are read again after this time, because some changes leave no hint.
    private static final Duration OLD = Duration.ofHours(1);

    /// Where the log tells nothing, hints are few: one guest a second is read again, but none more often than this.
    private static final Duration OLD_WITHOUT_LOG = Duration.ofMinutes(1);

    /// What could not be read is left alone for this long at first, then for twice as long each time.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final String cluster;
    private final Proxmox api;
    private final Store store;
    private final GuestWatch watch;
    private final Map<String, Instant> nodesReadAt = new HashMap<>();
    private final Map<Integer, Pause> paused = new HashMap<>();

    Details(String cluster, Proxmox api, Store store, GuestWatch watch) {
        this.cluster = cluster;
        this.api = api;
        this.store = store;
        this.watch = watch;
    }

    private record Pause(Instant until, Duration length) {

        Pause next(Instant now) {
            Duration twice = length.multipliedBy(2);
            Duration longer = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            return new Pause(now.plus(longer), longer);
        }
    }

    /// Guests that are due, most urgent first.
    Set<Integer> due(Instant now, boolean logTells, int limit) {
        Duration old = logTells
                ? OLD
                : Duration.ofSeconds(Math.clamp(watch.listed().size(), OLD_WITHOUT_LOG.toSeconds(), OLD.toSeconds()));
        paused.keySet().retainAll(watch.listed());
        Set<Integer> due = new HashSet<>();
        store.guests().detailsDue(cluster, now.minus(old), limit + paused.size()).stream()
                .map(DetailDue::vmid)
                .filter(vmid -> !isPaused(vmid, now))
                .limit(limit)
                .forEach(due::add);
        return due;
    }

    /// Reads these guests and records what they are.
    ///
    /// @return how many were asked about
    int readGuests(Instant now, Set<Integer> vmids, Map<String, Optional<Integer>> nodes) {
        List<Guest> rows =
                vmids.stream().flatMap(vmid -> watch.row(vmid).stream()).toList();
        if (rows.isEmpty()) {
            return 0;
        }
        GuestWatch.Sight sight = watch.look(now, rows, false, vmids, nodes);
        if (!sight.gone().isEmpty()) {
            store.recorder().record(Observation.of(cluster, now).withGone(sight.gone()));
        }
        store.recorder()
                .record(Observation.of(cluster, now)
                        .withGuests(sight.guests(), List.of())
                        .withConfigs(sight.configs())
                        .withSnapshots(sight.snapshots()));
        note(now, vmids, sight.configs());
        return rows.size();
    }

    /// Notes which of those asked about could be read.
    void note(Instant now, Set<Integer> asked, List<GuestConfig> read) {
        Set<Integer> failed = new HashSet<>(asked);
        read.forEach(config -> failed.remove(config.vmid()));
        read.forEach(config -> paused.remove(config.vmid()));
        failed.forEach(vmid ->
                paused.merge(vmid, new Pause(now.plus(FIRST_PAUSE), FIRST_PAUSE), (before, _) -> before.next(now)));
    }

    private boolean isPaused(int vmid, Instant now) {
        return Optional.ofNullable(paused.get(vmid))
                .filter(pause -> pause.until().isAfter(now))
                .isPresent();
    }

    /// How many guests' details could not be read lately.
    int failing() {
        return paused.size();
    }

    /// Reads versions of nodes that were not read for an hour.
    void readNodes(Instant now, Collection<String> online) {
        List<Callable<Optional<NodeDetails>>> due = online.stream()
                .filter(node -> nodesReadAt.getOrDefault(node, Instant.MIN).isBefore(now.minus(OLD)))
                .map(node -> (Callable<Optional<NodeDetails>>) () -> node(node))
                .toList();
        List<NodeDetails> read =
                Together.call(due).stream().flatMap(Optional::stream).toList();
        if (!read.isEmpty()) {
            store.recorder().record(Observation.of(cluster, now).withNodeDetails(read));
            read.forEach(node -> nodesReadAt.put(node.name(), now));
        }
    }

    private Optional<NodeDetails> node(String node) {
        try {
            return Facts.details(node, api.nodes().status(node));
        } catch (ProxmoxException e) {
            LOG.debug("details of node {} could not be read: {}", node, e.getMessage());
            return Optional.empty();
        }
    }
}
