package io.github.proxmoxmcp.server.sync.guest;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestStore.DetailDue;
import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.sync.source.Facts;
import io.github.proxmoxmcp.server.sync.source.Parallel;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be asked for thing by thing and can wait: configurations and snapshots of guests, versions of nodes.
///
/// A few at a time: what has a hint of a change first, then by age. How many calls are in flight is the client's limit.
public final class GuestDetails {

    private static final Logger LOG = LoggerFactory.getLogger(GuestDetails.class);

    /// GuestDetails without a hint of a change are read again after this time, because some changes leave no hint.
    private static final Duration OLD = Duration.ofHours(1);

    /// Where the log tells nothing, and of containers it never does, hints are few: one guest a second is read again,
    /// but none more often than this.
    private static final Duration OLD_WITHOUT_LOG = Duration.ofMinutes(1);

    /// Where so many guests of a node were asked about in vain, and none with success, all of it are left alone.
    private static final int ENOUGH = 8;

    private final String cluster;
    private final Proxmox api;
    private final Store store;
    private final GuestTracker watch;
    private final Consumer<Set<Integer>> configurations;
    private final Map<String, Instant> nodesReadAt = new HashMap<>();
    private final Backoff pauses = new Backoff();

    /// @param configurations is told of which guests the configuration was read
    public GuestDetails(
            String cluster, Proxmox api, Store store, GuestTracker watch, Consumer<Set<Integer>> configurations) {
        this.cluster = cluster;
        this.api = api;
        this.store = store;
        this.watch = watch;
        this.configurations = configurations;
    }

    /// Guests that are due, most urgent first.
    public Set<Integer> due(Instant now, boolean logTells, int limit) {
        Instant untold =
                now.minusSeconds(Math.clamp(watch.listed().size(), OLD_WITHOUT_LOG.toSeconds(), OLD.toSeconds()));
        pauses.keepOnly(watch.listed());
        Set<Integer> due = new HashSet<>();
        store.guests().detailsDue(cluster, logTells ? now.minus(OLD) : untold, untold, limit + pauses.size()).stream()
                .map(DetailDue::vmid)
                .filter(vmid -> !pauses.hold(vmid, now))
                .limit(limit)
                .forEach(due::add);
        return due;
    }

    /// Notes which of those asked about could be read.
    public void note(Instant now, Set<Integer> asked, List<GuestConfig> read) {
        Set<Integer> told = read.stream().map(GuestConfig::vmid).collect(Collectors.toSet());
        told.forEach(pauses::succeeded);
        Set<Integer> failed = new HashSet<>(asked);
        failed.removeAll(told);
        Map<String, Long> mute = watch.nodes(failed).collect(groupingBy(Function.identity(), counting()));
        watch.nodes(told).forEach(mute::remove);
        mute.values().removeIf(times -> times < ENOUGH);
        failed.addAll(watch.listedOn(mute.keySet()));
        failed.forEach(vmid -> pauses.failed(vmid, now));
        configurations.accept(told);
    }

    /// What could not be read may be read now.
    public void retry() {
        pauses.clear();
    }

    /// How many guests' details could not be read lately.
    public int failing() {
        return pauses.size();
    }

    /// Some of them.
    public String someFailing() {
        return pauses.some();
    }

    /// Reads versions of nodes that were not read for an hour.
    public void readNodes(Instant now, Collection<String> online) {
        List<Callable<Optional<NodeDetails>>> due = online.stream()
                .filter(node -> nodesReadAt.getOrDefault(node, Instant.MIN).isBefore(now.minus(OLD)))
                .map(node -> (Callable<Optional<NodeDetails>>) () -> node(node))
                .toList();
        List<NodeDetails> read =
                Parallel.call(due).stream().flatMap(Optional::stream).toList();
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
