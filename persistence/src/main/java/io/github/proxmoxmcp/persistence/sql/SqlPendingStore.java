package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.PendingStore;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class SqlPendingStore implements PendingStore {

    private static final String TOLD =
            "select p.vmid, p.incarnation, p.started_at, p.digest, p.read_at, o.key, o.in_force, o.wanted, o.removal"
                    + " from guest_waiting p join guest g on g.cluster = p.cluster and g.vmid = p.vmid and"
                    + " g.incarnation = p.incarnation and g.valid_to is null left join guest_waiting_option o on"
                    + " o.cluster = p.cluster and o.vmid = p.vmid where p.cluster = ?";

    /// Of more all are read at once.
    private static final int MAX_ASKED_BY_VMID = 200;

    private final Database database;

    SqlPendingStore(Database database) {
        this.database = database;
    }

    @Override
    public void put(String cluster, List<Waiting> told) {
        database.write(connection -> {
            int id = Clusters.make(connection, cluster);
            try (Batch forget =
                            new Batch(connection, "delete from guest_waiting_option where cluster = ? and vmid = ?");
                    Batch guest = new Batch(
                            connection,
                            "insert into guest_waiting (cluster, vmid, incarnation, started_at, digest, read_at) values"
                                    + " (?, ?, ?, ?, ?, ?) on conflict (cluster, vmid) do update set incarnation ="
                                    + " excluded.incarnation, started_at = excluded.started_at, digest ="
                                    + " excluded.digest, read_at = excluded.read_at");
                    Batch option = new Batch(
                            connection,
                            "insert into guest_waiting_option (cluster, vmid, key, in_force, wanted, removal) values"
                                    + " (?, ?, ?, ?, ?, ?)")) {
                for (Waiting one : told) {
                    forget.set(id).set(one.vmid()).add();
                }
                forget.finish();
                for (Waiting one : told) {
                    guest.set(id)
                            .set(one.vmid())
                            .set(one.incarnation())
                            .set(one.started().map(Instant::toEpochMilli))
                            .set(one.digest())
                            .set(one.readAt().toEpochMilli())
                            .add();
                    for (WaitingOption waiting : one.options()) {
                        option.set(id)
                                .set(one.vmid())
                                .set(waiting.key())
                                .set(waiting.value())
                                .set(waiting.wanted())
                                .set(waiting.removal())
                                .add();
                    }
                }
                guest.finish();
                option.finish();
            }
            return told.size();
        });
    }

    @Override
    public Map<Integer, Waiting> of(String cluster, Collection<Integer> vmids) {
        return Clusters.read(database, cluster, Map.of(), versions -> {
            Map<Integer, Waiting> told = new HashMap<>();
            if (vmids.size() > MAX_ASKED_BY_VMID) {
                versions.query(TOLD, Where.ANY, row -> add(told, row));
                told.keySet().retainAll(Set.copyOf(vmids));
            } else if (!vmids.isEmpty()) {
                versions.query(TOLD, Where.in("p.vmid", vmids), row -> add(told, row));
            }
            return told;
        });
    }

    private static void add(Map<Integer, Waiting> told, ResultSet row) throws SQLException {
        Waiting one = told.get(row.getInt(1));
        if (one == null) {
            one = new Waiting(
                    row.getInt(1),
                    row.getInt(2),
                    Columns.time(row, 3).stream()
                            .mapToObj(Instant::ofEpochMilli)
                            .findFirst(),
                    row.getString(4),
                    Instant.ofEpochMilli(row.getLong(5)),
                    new ArrayList<>());
            told.put(one.vmid(), one);
        }
        if (row.getString(6) != null) {
            one.options()
                    .add(new WaitingOption(
                            row.getString(6),
                            Optional.ofNullable(row.getString(7)),
                            Optional.ofNullable(row.getString(8)),
                            Optional.of(row.getInt(9)).filter(how -> how > 0)));
        }
    }
}
