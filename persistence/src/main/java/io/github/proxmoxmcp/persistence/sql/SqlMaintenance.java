package io.github.proxmoxmcp.persistence.sql;

import static java.util.stream.Collectors.joining;

import io.github.proxmoxmcp.persistence.Maintenance;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTable;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.history.StoredTexts;
import io.github.proxmoxmcp.persistence.value.TextRule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

final class SqlMaintenance implements Maintenance {

    private final Database database;

    SqlMaintenance(Database database) {
        this.database = database;
    }

    @Override
    public int forget(String cluster, Instant changesBefore, Instant tasksBefore, int atMost) {
        return database.write(connection -> {
            OptionalInt id = Clusters.find(connection, cluster);
            if (id.isEmpty()) {
                return 0;
            }
            long horizon = changesBefore.toEpochMilli();
            int removed = 0;
            for (HistoryTable kind : HistoryTables.all()) {
                removed += Batch.update(connection, forget(kind), id.getAsInt(), horizon, atMost);
            }
            removed += Batch.update(
                    connection,
                    "delete from change where id in (select id from change where cluster = ? and at <= ? limit ?)",
                    id.getAsInt(),
                    horizon,
                    atMost);
            if (removed > 0) {
                Batch.update(
                        connection,
                        "update known_cluster set forgotten_until = ? where id = ? and coalesce(forgotten_until, 0) <"
                                + " ?",
                        horizon,
                        id.getAsInt(),
                        horizon);
            }
            removed += ofNoGuest(connection, id.getAsInt());
            return removed
                    + Batch.update(
                            connection,
                            "delete from task where id in (select id from task where cluster = ? and (ended_at <= ? or"
                                    + " ended_at <= ? and not is_cause) limit ?)",
                            id.getAsInt(),
                            horizon,
                            tasksBefore.toEpochMilli(),
                            atMost);
        });
    }

    /// What guests that are no more reported, and what waited for their next start. Nobody is shown it any more.
    private static int ofNoGuest(Connection connection, int cluster) throws SQLException {
        Batch.update(
                connection,
                "delete from guest_waiting_option as o where o.cluster = ? and not exists (select 1 from guest_waiting"
                        + " p join guest g on g.cluster = p.cluster and g.vmid = p.vmid and g.incarnation ="
                        + " p.incarnation and g.valid_to is null where p.cluster = o.cluster and p.vmid = o.vmid)",
                cluster);
        int reports = Batch.update(
                connection,
                "delete from guest_report as r where r.cluster = ? and not exists (select 1 from guest g where"
                        + " g.cluster = r.cluster and g.vmid = r.vmid and g.incarnation = r.incarnation and"
                        + " g.valid_to is null)",
                cluster);
        Batch.update(
                connection,
                "delete from guest_address as a where a.cluster = ? and not exists (select 1 from guest_report r where"
                        + " r.cluster = a.cluster and r.vmid = a.vmid)",
                cluster);
        return reports
                + Batch.update(
                        connection,
                        "delete from guest_waiting as p where p.cluster = ? and not exists (select 1 from guest g where"
                                + " g.cluster = p.cluster and g.vmid = p.vmid and g.incarnation = p.incarnation and"
                                + " g.valid_to is null)",
                        cluster);
    }

    private static String forget(HistoryTable kind) {
        String key = "cluster, " + kind.key().names("", ", ") + "valid_from";
        return "delete from " + kind.table() + " where (" + key + ") in (select " + key + " from " + kind.table()
                + " t where cluster = ? and valid_to <= ? and not exists (select 1 from state_snapshot s where"
                + " s.cluster = t.cluster and s.pinned and s.at >= t.valid_from and s.at < t.valid_to) limit ?)";
    }

    @Override
    public int rewrite(TextRule rule, int atMost) {
        return new StoredTexts(database, rule, atMost).rewrite();
    }

    @Override
    public List<String> integrity() {
        List<String> wrong = new ArrayList<>(database.read(database::damage));
        if (wrong.isEmpty()) {
            wrong.addAll(database.read(connection -> {
                List<String> found = new ArrayList<>();
                for (HistoryTable kind : HistoryTables.all()) {
                    long overlaps = count(connection, overlaps(kind));
                    if (overlaps > 0) {
                        found.add("Table " + kind.table() + " has two states of one thing for the same time in "
                                + overlaps + " rows");
                    }
                }
                return found;
            }));
        }
        return wrong;
    }

    private static String overlaps(HistoryTable kind) {
        String same = kind.key().list().stream()
                .map(column -> " and later." + column.name() + " = t." + column.name())
                .collect(joining());
        return "select count(*) from " + kind.table() + " t where t.valid_to <= t.valid_from or exists (select 1 from "
                + kind.table() + " later where later.cluster = t.cluster" + same
                + " and later.valid_from > t.valid_from and (t.valid_to is null or later.valid_from < t.valid_to))";
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Override
    public OptionalDouble size() {
        String sql = switch (database.dialect()) {
            case SQLITE -> "select page_count * page_size from pragma_page_count(), pragma_page_size()";
            case POSTGRES -> "select pg_database_size(current_database())";
        };
        return OptionalDouble.of(database.read(connection -> count(connection, sql)));
    }

    @Override
    public void compact() {
        database.compact();
    }
}
