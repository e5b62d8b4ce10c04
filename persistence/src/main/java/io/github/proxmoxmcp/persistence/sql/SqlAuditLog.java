package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.acting.AuditCheckpoint;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.acting.AuditLog;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

final class SqlAuditLog implements AuditLog {

    private static final String SELECT =
            "select seq, at, cluster, principal, action, outcome, plan, body, hash from audit_entry";
    private static final String START = "";

    private final Database database;

    SqlAuditLog(Database database) {
        this.database = database;
    }

    @Override
    public AuditEntry append(
            Instant at,
            String cluster,
            String principal,
            String action,
            String outcome,
            Optional<String> plan,
            String body) {
        return database.write(connection -> {
            // Locks one row, so that of any number of processes one at a time continues the chain.
            Batch.update(
                    connection,
                    "insert into lease (name, holder, expires_at) values ('audit', '', 0) on conflict (name) do update"
                            + " set holder = excluded.holder");
            Optional<AuditEntry> last = find(connection, SELECT + " order by seq desc limit 1").stream()
                    .findFirst();
            AuditEntry open = new AuditEntry(
                    last.map(AuditEntry::seq).orElse(0L) + 1,
                    Instant.ofEpochMilli(at.toEpochMilli()),
                    cluster,
                    principal,
                    action,
                    outcome,
                    plan,
                    body,
                    START);
            String hash = hash(last.map(AuditEntry::hash).orElse(START), open);
            Batch.update(
                    connection,
                    "insert into audit_entry (seq, at, cluster, principal, action, outcome, plan, body, hash)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    open.seq(),
                    at.toEpochMilli(),
                    cluster,
                    principal,
                    action,
                    outcome,
                    plan.orElse(null),
                    body,
                    hash);
            return new AuditEntry(open.seq(), open.at(), cluster, principal, action, outcome, plan, body, hash);
        });
    }

    @Override
    public List<AuditEntry> list(Optional<String> cluster, Optional<Long> before, int limit) {
        return database.read(connection -> find(
                connection,
                SELECT + " where seq < ? and (cluster = ? or ? = '') order by seq desc limit ?",
                before.orElse(Long.MAX_VALUE),
                cluster.orElse(""),
                cluster.orElse(""),
                limit));
    }

    @Override
    public List<AuditEntry> ofPlan(String plan) {
        return database.read(connection -> find(connection, SELECT + " where plan = ? order by seq", plan));
    }

    @Override
    public Optional<Broken> verify() {
        return database.read(connection -> {
            long expected = 1;
            String hash = START;
            for (List<AuditEntry> some = after(connection, 0);
                    !some.isEmpty();
                    some = after(connection, expected - 1)) {
                for (AuditEntry entry : some) {
                    if (entry.seq() != expected) {
                        return Optional.of(new Broken(expected, "it is missing"));
                    }
                    if (!entry.hash().equals(hash(hash, entry))) {
                        return Optional.of(new Broken(expected, "it or its place is not what was written"));
                    }
                    hash = entry.hash();
                    expected++;
                }
            }
            return Optional.empty();
        });
    }

    @Override
    public void keep(AuditCheckpoint checkpoint) {
        database.write(connection -> Batch.update(
                connection,
                "insert into audit_checkpoint (seq, hash, at, signer, public_key, signature) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                checkpoint.seq(),
                checkpoint.hash(),
                checkpoint.at().toEpochMilli(),
                checkpoint.signer(),
                checkpoint.publicKey(),
                checkpoint.signature()));
    }

    @Override
    public List<AuditCheckpoint> checkpoints() {
        return database.read(connection -> {
            List<AuditCheckpoint> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(new AuditCheckpoint(
                            row.getLong(1),
                            row.getString(2),
                            Instant.ofEpochMilli(row.getLong(3)),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6))),
                    "select seq, hash, at, signer, public_key, signature from audit_checkpoint order by seq, signer");
            return found;
        });
    }

    private static List<AuditEntry> after(Connection connection, long seq) throws SQLException {
        return find(connection, SELECT + " where seq > ? order by seq limit 1000", seq);
    }

    private static List<AuditEntry> find(Connection connection, String sql, Object... values) throws SQLException {
        List<AuditEntry> found = new ArrayList<>();
        Batch.query(
                connection,
                row -> found.add(new AuditEntry(
                        row.getLong(1),
                        Instant.ofEpochMilli(row.getLong(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        Optional.ofNullable(row.getString(7)),
                        row.getString(8),
                        row.getString(9))),
                sql,
                values);
        return found;
    }

    /// Every value with its length before it: no other values make the same text.
    private static String hash(String before, AuditEntry entry) {
        StringBuilder text = new StringBuilder();
        for (String value : List.of(
                before,
                Long.toString(entry.seq()),
                Long.toString(entry.at().toEpochMilli()),
                entry.cluster(),
                entry.principal(),
                entry.action(),
                entry.outcome(),
                entry.plan().map(plan -> "+" + plan).orElse("-"),
                entry.body())) {
            text.append(value.length()).append(':').append(value);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
