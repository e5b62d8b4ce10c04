package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.session.SessionStore;
import io.github.proxmoxmcp.persistence.session.StoredSession;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

final class SqlSessionStore implements SessionStore {

    private final Database database;

    SqlSessionStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(StoredSession session) {
        update(
                "insert into web_session (id, owner, access, introduction, used_at) values (?, ?, ?, ?, ?)",
                session.id(),
                session.owner(),
                session.access(),
                session.introduction(),
                session.usedAt().toEpochMilli());
    }

    @Override
    public Optional<StoredSession> get(String id) {
        return database.read(connection -> {
            List<StoredSession> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(new StoredSession(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            Instant.ofEpochMilli(row.getLong(5)))),
                    "select id, owner, access, introduction, used_at from web_session where id = ?",
                    id);
            return found.stream().findFirst();
        });
    }

    @Override
    public void used(Set<String> ids, Instant now) {
        if (ids.isEmpty()) {
            return;
        }
        database.write(connection -> {
            try (Batch update = new Batch(connection, "update web_session set used_at = ? where id = ?")) {
                // In order, so that two processes with the same sessions do not lock each other out.
                for (String id : new TreeSet<>(ids)) {
                    update.set(now.toEpochMilli()).set(id).add();
                }
                update.finish();
            }
            return ids;
        });
    }

    @Override
    public void subscribe(String id, String uri) {
        update(
                "insert into web_session_subscription (session, uri) select id, ? from web_session where id = ?"
                        + " on conflict do nothing",
                uri,
                id);
    }

    @Override
    public void unsubscribe(String id, String uri) {
        update("delete from web_session_subscription where session = ? and uri = ?", id, uri);
    }

    @Override
    public Map<String, Set<String>> subscriptions() {
        return database.read(connection -> {
            Map<String, Set<String>> found = new HashMap<>();
            Batch.query(
                    connection,
                    row -> found.computeIfAbsent(row.getString(1), _ -> new HashSet<>())
                            .add(row.getString(2)),
                    "select session, uri from web_session_subscription");
            return found;
        });
    }

    @Override
    public void end(String id) {
        update("delete from web_session where id = ?", id);
    }

    @Override
    public String requestKey(Supplier<String> fresh) {
        return requestKey().orElseGet(() -> {
            update("insert into request_key (id, secret) values (1, ?) on conflict do nothing", fresh.get());
            return requestKey().orElseThrow();
        });
    }

    private Optional<String> requestKey() {
        return database.read(connection -> {
            List<String> found = new ArrayList<>();
            Batch.query(connection, row -> found.add(row.getString(1)), "select secret from request_key where id = 1");
            return found.stream().findFirst();
        });
    }

    @Override
    public int endUnused(Instant before) {
        return update("delete from web_session where used_at < ?", before.toEpochMilli());
    }

    private int update(String sql, Object... values) {
        return database.write(connection -> Batch.update(connection, sql, values));
    }
}
