package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.HistoryStore;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far the memory of one cluster goes back: [HistoryStore], bound.
public record HistoryOf(HistoryStore store, String cluster) {

    public Optional<Instant> firstSeen(Kind kind, String id) {
        return store.firstSeen(cluster, kind, id);
    }

    public List<String> ids(Kind kind, int limit) {
        return store.ids(cluster, kind, limit);
    }

    public Optional<Instant> beginning() {
        return store.beginning(cluster);
    }
}
