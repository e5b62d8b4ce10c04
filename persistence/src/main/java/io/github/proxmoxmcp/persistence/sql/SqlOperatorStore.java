package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.acting.OperatorStore;
import io.github.proxmoxmcp.persistence.acting.PlanApproval;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

final class SqlOperatorStore implements OperatorStore {

    private final Database database;

    SqlOperatorStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(String name, String publicKey, Instant at) {
        return database.write(connection -> Batch.update(
                        connection,
                        "insert into operator_key (name, public_key, added_at) values (?, ?, ?) on conflict do nothing",
                        name,
                        publicKey,
                        at.toEpochMilli()))
                == 1;
    }

    @Override
    public List<Operator> list() {
        return database.read(connection -> {
            List<Operator> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(
                            new Operator(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3)))),
                    "select name, public_key, added_at from operator_key order by name");
            return found;
        });
    }

    @Override
    public void approve(PlanApproval approval) {
        database.write(connection -> Batch.update(
                connection,
                "insert into plan_approval (plan, operator, kind, evidence) values (?, ?, ?, ?) on conflict do nothing",
                approval.plan(),
                approval.operator(),
                approval.kind().name().toLowerCase(Locale.ROOT),
                approval.evidence()));
    }

    @Override
    public List<PlanApproval> approvals(String plan) {
        return database.read(connection -> {
            List<PlanApproval> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(new PlanApproval(
                            row.getString(1),
                            row.getString(2),
                            PlanApproval.Kind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                            row.getString(4))),
                    "select plan, operator, kind, evidence from plan_approval where plan = ? order by operator",
                    plan);
            return found;
        });
    }
}
