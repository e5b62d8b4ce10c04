package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.acting.ManifestStore;
import io.github.proxmoxmcp.persistence.acting.PlannedManifests;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

final class SqlManifestStore implements ManifestStore {

    /// What needed no step was applied when it was planned.
    private static final String APPLIED_AT =
            "case when m.steps = 0 then m.planned_at when p.status = 'done' then p.ended_at end";

    private static final String SELECT =
            "select m.plan, m.cluster, m.set_name, m.principal, m.commit_id, m.body, m.bindings, m.steps,"
                    + " m.planned_at, "
                    + APPLIED_AT + " as applied_at from manifest_plan m left join plan p on p.id = m.plan"
                    + " where m.cluster = ? and m.set_name = ?";

    private final Database database;

    SqlManifestStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(PlannedManifests planned) {
        database.write(connection -> Batch.update(
                connection,
                "insert into manifest_plan (plan, cluster, set_name, principal, commit_id, body, bindings, steps,"
                        + " planned_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                planned.plan(),
                planned.cluster(),
                planned.set(),
                planned.principal(),
                planned.commit().orElse(null),
                planned.body(),
                planned.bindings(),
                planned.steps(),
                planned.plannedAt().toEpochMilli()));
    }

    @Override
    public Optional<PlannedManifests> applied(String cluster, String set) {
        return find(
                        SELECT + " and (m.steps = 0 or p.status = 'done') order by applied_at desc, m.plan limit 1",
                        cluster,
                        set)
                .stream()
                .findFirst();
    }

    @Override
    public List<PlannedManifests> begun(String cluster, String set, int limit) {
        return find(
                SELECT + " and (m.steps = 0 or p.status in ('claimed', 'done', 'failed'))"
                        + " order by m.planned_at desc, m.plan limit ?",
                cluster,
                set,
                limit);
    }

    @Override
    public List<String> sets(String cluster) {
        return database.read(connection -> {
            List<String> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(row.getString(1)),
                    "select distinct m.set_name from manifest_plan m left join plan p on p.id = m.plan where m.cluster"
                            + " = ? and (m.steps = 0 or p.status = 'done') order by 1",
                    cluster);
            return found;
        });
    }

    private List<PlannedManifests> find(String sql, Object... values) {
        return database.read(connection -> {
            List<PlannedManifests> found = new ArrayList<>();
            Batch.query(connection, row -> found.add(planned(row)), sql, values);
            return found;
        });
    }

    private static PlannedManifests planned(ResultSet row) throws SQLException {
        OptionalLong applied = Columns.time(row, 10);
        return new PlannedManifests(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(row.getString(5)),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                Instant.ofEpochMilli(row.getLong(9)),
                applied.isPresent() ? Optional.of(Instant.ofEpochMilli(applied.getAsLong())) : Optional.empty());
    }
}
