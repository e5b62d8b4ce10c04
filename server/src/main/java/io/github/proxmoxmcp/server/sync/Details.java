package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestKind;
import io.github.proxmoxmcp.persistence.GuestSnapshots;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.GuestStore.DetailDue;
import io.github.proxmoxmcp.persistence.Moment;
import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the three calls of a cycle do not tell and has to be asked for thing by thing: configuration and snapshots of
/// guests, versions of nodes, and whether a guest that is no longer listed is gone.
///
/// A few at a time: what has a hint of a change first, then by age. How many calls are in flight is the client's limit.
final class Details {

    private static final Logger LOG = LoggerFactory.getLogger(Details.class);

    /// Details without a hint of a change are read again after this time, because some changes leave no hint.
    private static final Duration OLD = Duration.ofHours(1);

    /// What could not be read is left alone for this long.
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final String cluster;
    private final Proxmox api;
    private final Store store;
    private final Map<String, Instant> nodesReadAt = new HashMap<>();
    private final Map<Integer, Instant> pausedUntil = new HashMap<>();

    Details(String cluster, Proxmox api, Store store) {
        this.cluster = cluster;
        this.api = api;
        this.store = store;
    }

    /// Reads the details of at most `limit` guests that are due and records them.
    ///
    /// @param changed guests that are due whatever the memory says
    /// @return how many were read; 0: nothing is due
    int readGuests(Instant now, Set<String> online, Set<Integer> changed, int limit) {
        pausedUntil.values().removeIf(now::isAfter);
        List<DetailDue> due = Stream.concat(
                        changed.stream().flatMap(vmid -> due(vmid).stream()),
                        store.guests().detailsDue(cluster, now.minus(OLD), limit + pausedUntil.size()).stream()
                                .filter(guest -> !changed.contains(guest.vmid())))
                .filter(guest -> online.contains(guest.node()) && !pausedUntil.containsKey(guest.vmid()))
                .limit(limit)
                .toList();
        if (due.isEmpty()) {
            return 0;
        }
        List<Read> read = together(
                due.stream().map(guest -> (Callable<Read>) () -> read(guest)).toList());
        store.recorder()
                .record(Observation.of(cluster, now)
                        .withConfigs(read.stream()
                                .flatMap(one -> one.config().stream())
                                .toList())
                        .withSnapshots(read.stream()
                                .flatMap(one -> one.snapshots().stream())
                                .toList()));
        read.stream()
                .filter(one -> one.config().isEmpty())
                .forEach(one -> pausedUntil.put(one.vmid(), now.plus(PAUSE)));
        return read.size();
    }

    private Optional<DetailDue> due(int vmid) {
        return store.guests()
                .get(cluster, vmid, Moment.now())
                .map(GuestState::guest)
                .map(guest -> new DetailDue(vmid, guest.kind(), guest.node(), Optional.empty()));
    }

    /// How many guests' details could not be read lately.
    int failing() {
        return pausedUntil.size();
    }

    /// Reads versions of nodes that were not read for an hour.
    void readNodes(Instant now, Collection<String> online) {
        List<Callable<Optional<NodeDetails>>> due = online.stream()
                .filter(node -> nodesReadAt.getOrDefault(node, Instant.MIN).isBefore(now.minus(OLD)))
                .map(node -> (Callable<Optional<NodeDetails>>) () -> node(node))
                .toList();
        List<NodeDetails> read =
                together(due).stream().flatMap(Optional::stream).toList();
        if (!read.isEmpty()) {
            store.recorder().record(Observation.of(cluster, now).withNodeDetails(read));
            read.forEach(node -> nodesReadAt.put(node.name(), now));
        }
    }

    /// Ends the guests that are no longer listed, but only those whose configuration is confirmed to be missing on a
    /// node that answers: a list may also be short because a privilege was lost.
    void confirmGone(Instant now, Set<String> online, int limit) {
        List<Callable<Optional<Integer>>> suspects = store.guests().unknown(cluster).stream()
                .filter(guest -> online.contains(guest.guest().node()))
                .limit(limit)
                .map(guest -> (Callable<Optional<Integer>>) () -> gone(guest))
                .toList();
        Set<Integer> gone = new HashSet<>();
        together(suspects).forEach(vmid -> vmid.ifPresent(gone::add));
        if (!gone.isEmpty()) {
            store.recorder().record(Observation.of(cluster, now).withGone(gone));
        }
    }

    private record Read(int vmid, Optional<GuestConfig> config, Optional<GuestSnapshots> snapshots) {}

    private Read read(DetailDue guest) {
        try {
            var config = config(guest.kind(), guest.node(), guest.vmid());
            var snapshots = guest.kind() == GuestKind.VM
                    ? api.qemu().snapshots(guest.node(), guest.vmid())
                    : api.lxc().snapshots(guest.node(), guest.vmid());
            return new Read(
                    guest.vmid(),
                    Optional.of(new GuestConfig(guest.vmid(), config.digest().orElse(""), config.withoutDigest())),
                    Optional.of(new GuestSnapshots(
                            guest.vmid(),
                            snapshots.stream()
                                    .filter(snapshot -> !snapshot.isCurrent())
                                    .map(Facts::snapshot)
                                    .toList())));
        } catch (ProxmoxException e) {
            LOG.debug("details of guest {} could not be read: {}", guest.vmid(), e.getMessage());
            return new Read(guest.vmid(), Optional.empty(), Optional.empty());
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

    private Optional<Integer> gone(GuestState state) {
        try {
            config(state.guest().kind(), state.guest().node(), state.guest().vmid());
            return Optional.empty();
        } catch (ProxmoxException.NoSuchThing _) {
            return Optional.of(state.guest().vmid());
        } catch (ProxmoxException e) {
            LOG.debug(
                    "whether guest {} is gone could not be told: {}",
                    state.guest().vmid(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private io.github.proxmoxmcp.client.guest.GuestConfig config(GuestKind kind, String node, int vmid) {
        return kind == GuestKind.VM
                ? api.qemu().config(node, vmid, ConfigQuery.WANTED)
                : api.lxc().config(node, vmid, ConfigQuery.WANTED);
    }

    private static <T> List<T> together(List<Callable<T>> calls) {
        List<T> results = new ArrayList<>(calls.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> call : threads.invokeAll(calls)) {
                results.add(call.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("a detail could not be read", e.getCause());
        }
        return results;
    }
}
