package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.ClusterFacts;
import io.github.proxmoxmcp.persistence.ClusterStore;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.history.Records;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

final class SqlClusterStore implements ClusterStore {

    private final Database database;

    SqlClusterStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<ClusterFacts> get(String cluster, Moment moment) {
        return Clusters.read(
                database,
                cluster,
                Optional.empty(),
                versions ->
                        versions.first(HistoryTables.CLUSTERS, Where.at(moment)).map(Records::cluster));
    }

    @Override
    public Optional<Instant> since(String cluster, Moment moment) {
        return Clusters.read(
                database,
                cluster,
                Optional.empty(),
                versions -> versions.first(HistoryTables.CLUSTERS, Where.at(moment))
                        .map(version -> Instant.ofEpochMilli(version.from())));
    }

    private record Sync(String cluster) {}

    @Override
    public Optional<SyncState> sync(String cluster) {
        return Clusters.recall(database, new Sync(cluster), cluster, Optional.empty(), versions -> {
            List<SyncState> found = new ArrayList<>();
            versions.query(
                    "select as_of, tried_at, error, incomplete from sync_state where cluster = ?", Where.ANY, row -> {
                        OptionalLong asOf = Columns.time(row, 1);
                        String incomplete = row.getString(4);
                        found.add(new SyncState(
                                cluster,
                                asOf.isPresent()
                                        ? Optional.of(Instant.ofEpochMilli(asOf.getAsLong()))
                                        : Optional.empty(),
                                Instant.ofEpochMilli(row.getLong(2)),
                                Optional.ofNullable(row.getString(3)),
                                incomplete.isEmpty() ? List.of() : List.of(incomplete.split("\n"))));
                    });
            return found.stream().findFirst();
        });
    }

    private record Count(String cluster, Moment moment) {}

    @Override
    public Counts counts(String cluster, Moment moment) {
        long then = moment instanceof Moment.At(var at) ? at.toEpochMilli() : Long.MAX_VALUE;
        Counts none = new Counts(Map.of(), Map.of(), 0, 0);
        return Clusters.recall(database, new Count(cluster, moment), cluster, none, versions -> {
            Map<String, Long> vms = new TreeMap<>();
            Map<String, Long> containers = new TreeMap<>();
            long[] templatesAndUnknown = new long[2];
            versions.query(
                    "select kind, status, template, unknown_since, count(*) from guest where cluster = ?",
                    Where.at(moment).and(new Where(" group by kind, status, template, unknown_since", List.of())),
                    row -> {
                        long count = row.getLong(5);
                        if (Columns.time(row, 4).orElse(Long.MAX_VALUE) < then) {
                            templatesAndUnknown[1] += count;
                        }
                        if (row.getBoolean(3)) {
                            templatesAndUnknown[0] += count;
                        } else {
                            boolean vm = row.getString(1).equals(HistoryTables.kind(GuestKind.VM));
                            (vm ? vms : containers).merge(row.getString(2), count, Long::sum);
                        }
                    });
            return new Counts(vms, containers, templatesAndUnknown[0], templatesAndUnknown[1]);
        });
    }
}
