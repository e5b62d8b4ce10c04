package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.acting.PlanStore;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

final class SqlPlanStore implements PlanStore {

    private static final String SELECT =
            "select id, cluster, action, principal, hash, body, status, created_at, expires_at, decided_by, decided_at,"
                    + " result from plan";

    private final Database database;

    SqlPlanStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(Plan plan) {
        database.write(connection -> Batch.update(
                connection,
                "insert into plan (id, cluster, action, principal, hash, body, status, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, 'open', ?, ?)",
                plan.id(),
                plan.cluster(),
                plan.action(),
                plan.principal(),
                plan.hash(),
                plan.body(),
                plan.createdAt().toEpochMilli(),
                plan.expiresAt().toEpochMilli()));
    }

    @Override
    public Optional<Plan> get(String id) {
        return find(SELECT + " where id = ?", id).stream().findFirst();
    }

    @Override
    public List<Plan> list(String cluster, int limit) {
        return find(SELECT + " where cluster = ? order by created_at desc, id limit ?", cluster, limit);
    }

    @Override
    public List<Plan> latest(int limit) {
        return find(SELECT + " order by created_at desc, id limit ?", limit);
    }

    @Override
    public List<Plan> claimed(String cluster) {
        return find(SELECT + " where cluster = ? and status = 'claimed' order by created_at, id", cluster);
    }

    @Override
    public boolean decide(String id, boolean approved, String by, Instant now) {
        return change(
                "update plan set status = ?, decided_by = ?, decided_at = ? where id = ? and status = 'open' and"
                        + " expires_at > ?",
                approved ? "approved" : "denied",
                by,
                now.toEpochMilli(),
                id,
                now.toEpochMilli());
    }

    @Override
    public boolean claim(String id, String hash, boolean approvedOnly, Instant now) {
        // One statement, so that of any number of racing processes exactly one changes the row.
        return change(
                "update plan set status = 'claimed', claimed_at = ? where id = ? and hash = ? and expires_at > ? and"
                        + " (status = 'approved' or status = ?)",
                now.toEpochMilli(),
                id,
                hash,
                now.toEpochMilli(),
                approvedOnly ? "approved" : "open");
    }

    @Override
    public boolean progress(String id, String result) {
        return change("update plan set result = ? where id = ? and status = 'claimed'", result, id);
    }

    @Override
    public boolean finish(String id, boolean well, String result, Instant now) {
        return change(
                "update plan set status = ?, result = ?, ended_at = ? where id = ? and status = 'claimed'",
                well ? "done" : "failed",
                result,
                now.toEpochMilli(),
                id);
    }

    private boolean change(String sql, Object... values) {
        return database.write(connection -> Batch.update(connection, sql, values)) == 1;
    }

    private List<Plan> find(String sql, Object... values) {
        return database.read(connection -> {
            List<Plan> found = new ArrayList<>();
            Batch.query(connection, row -> found.add(plan(row)), sql, values);
            return found;
        });
    }

    private static Plan plan(ResultSet row) throws SQLException {
        OptionalLong decided = Columns.time(row, 11);
        return new Plan(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Plan.Status.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(row.getLong(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                Optional.ofNullable(row.getString(10)),
                decided.isPresent() ? Optional.of(Instant.ofEpochMilli(decided.getAsLong())) : Optional.empty(),
                Optional.ofNullable(row.getString(12)));
    }
}
