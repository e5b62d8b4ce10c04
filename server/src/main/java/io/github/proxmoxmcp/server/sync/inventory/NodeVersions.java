package io.github.proxmoxmcp.server.sync.inventory;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.sync.source.ObservedFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the versions of nodes up to date, which their rows do not tell.
public final class NodeVersions {

    private static final Logger LOG = LoggerFactory.getLogger(NodeVersions.class);

    private static final Duration MAX_AGE = Duration.ofHours(1);

    private final String cluster;
    private final Proxmox api;
    private final Store store;
    private final Map<String, Instant> readAt = new HashMap<>();

    public NodeVersions(String cluster, Proxmox api, Store store) {
        this.cluster = cluster;
        this.api = api;
        this.store = store;
    }

    /// Reads those that were not read for an hour, and records them.
    public void read(Instant now, Collection<String> online) {
        List<String> due = online.stream()
                .filter(node -> readAt.getOrDefault(node, Instant.MIN).isBefore(now.minus(MAX_AGE)))
                .toList();
        List<NodeDetails> read =
                Parallel.map(due, this::node).stream().flatMap(Optional::stream).toList();
        if (!read.isEmpty()) {
            store.recorder().record(Observation.of(cluster, now).withNodeDetails(read));
            read.forEach(node -> readAt.put(node.name(), now));
        }
    }

    private Optional<NodeDetails> node(String node) {
        try {
            return ObservedFacts.details(node, api.nodes().status(node));
        } catch (ProxmoxException e) {
            LOG.debug("details of node {} could not be read: {}", node, e.getMessage());
            return Optional.empty();
        }
    }
}
