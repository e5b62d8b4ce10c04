package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.acting.OperatorStore;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    public void sign(String plan, Signature signature) {
        database.write(connection -> Batch.update(
                connection,
                "insert into plan_signature (plan, operator, signature) values (?, ?, ?) on conflict do nothing",
                plan,
                signature.operator(),
                signature.text()));
    }

    @Override
    public Optional<Signature> signature(String plan) {
        return database.read(connection -> {
            List<Signature> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(new Signature(row.getString(1), row.getString(2))),
                    "select operator, signature from plan_signature where plan = ?",
                    plan);
            return found.stream().findFirst();
        });
    }
}
