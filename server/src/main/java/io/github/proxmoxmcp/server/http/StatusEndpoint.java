package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.metrics.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// `/health`: the process answers. `/ready`: what it needs is there, or what is not. `/metrics`: figures.
final class StatusEndpoint {

    private final Supplier<Backend> backend;
    private final Metrics metrics;
    private final InstantSource clock;
    private final GracefulShutdown leaving = new GracefulShutdown();

    StatusEndpoint(Supplier<Backend> backend, Metrics metrics, InstantSource clock) {
        this.backend = backend;
        this.metrics = metrics;
        this.clock = clock;
    }

    void health(WebExchange exchange) {
        exchange.json(200, "{\"status\":\"ok\"}");
    }

    /// A cluster that is down does not make the server unready: it answers from memory then, and says so.
    ///
    /// @param detailed whether to say why, and how each cluster is
    void ready(WebExchange exchange, boolean detailed) {
        List<String> missing = new ArrayList<>();
        if (leaving.asked()) {
            missing.add("the server is stopping");
        }
        Map<String, Object> clusters = new LinkedHashMap<>();
        try {
            Backend here = backend.get();
            for (Cluster cluster : here.clusters()) {
                Optional<SyncState> state = here.store().clusters().sync(cluster.name());
                clusters.put(cluster.name(), describe(state));
                if (state.flatMap(SyncState::asOf).isEmpty()) {
                    missing.add("cluster " + cluster.name() + " was never read"
                            + state.flatMap(SyncState::error)
                                    .map(error -> ": " + error)
                                    .orElse(""));
                }
            }
        } catch (RuntimeException e) {
            missing.add("the memory is not there: " + e.getMessage());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ready", missing.isEmpty());
        if (detailed) {
            answer.put("missing", missing);
            answer.put("clusters", clusters);
        }
        exchange.json(missing.isEmpty() ? 200 : 503, JsonMapper.shared().writeValueAsString(answer));
    }

    /// From now on it is not ready; returns when those who watch that have seen it.
    void leave() {
        leaving.begin();
    }

    boolean isLeaving() {
        return leaving.begun();
    }

    private Map<String, Object> describe(Optional<SyncState> state) {
        Map<String, Object> cluster = new LinkedHashMap<>();
        state.flatMap(SyncState::asOf).ifPresent(asOf -> {
            cluster.put("as_of", asOf.toString());
            cluster.put("age_seconds", Duration.between(asOf, clock.instant()).toSeconds());
        });
        state.flatMap(SyncState::error).ifPresent(error -> cluster.put("error", error));
        return cluster;
    }

    void metrics(WebExchange exchange) {
        exchange.answer(200, Metrics.CONTENT_TYPE, metrics.scrape());
    }
}
