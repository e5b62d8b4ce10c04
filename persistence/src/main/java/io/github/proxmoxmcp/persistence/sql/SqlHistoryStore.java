package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.HistoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class SqlHistoryStore implements HistoryStore {

    private final Database database;

    SqlHistoryStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Change> diff(String cluster, Instant from, Instant to) {
        if (from.isAfter(to)) {
            return diff(cluster, to, from);
        }
        return Clusters.read(
                database,
                cluster,
                List.of(),
                versions -> new Diff(versions, from.toEpochMilli(), to.toEpochMilli()).changes(cluster));
    }

    @Override
    public Optional<Instant> beginning(String cluster) {
        return Clusters.read(database, cluster, Optional.empty(), versions -> {
            List<Instant> first = new ArrayList<>();
            for (Temporal kind : Temporals.ALL) {
                versions.query(
                        "select min(valid_from) from " + kind.table() + " where cluster = ?",
                        Where.ANY,
                        row -> Columns.time(row, 1).ifPresent(time -> first.add(Instant.ofEpochMilli(time))));
            }
            return first.stream().min(Instant::compareTo);
        });
    }
}
