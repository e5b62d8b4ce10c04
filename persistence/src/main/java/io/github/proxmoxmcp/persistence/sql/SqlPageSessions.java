package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.session.PageSession;
import io.github.proxmoxmcp.persistence.session.PageSessions;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class SqlPageSessions implements PageSessions {

    private final Database database;

    SqlPageSessions(Database database) {
        this.database = database;
    }

    @Override
    public void add(PageSession session) {
        update(
                "insert into page_session (id, token, hash, signed_in_at, changed_at, used_at)"
                        + " values (?, ?, ?, ?, ?, ?)",
                session.id(),
                session.token(),
                session.hash(),
                session.signedInAt().toEpochMilli(),
                session.changedAt().toEpochMilli(),
                session.usedAt().toEpochMilli());
    }

    @Override
    public Optional<PageSession> find(String hash) {
        return find("hash = ? or previous_hash = ?", hash, hash);
    }

    @Override
    public Optional<PageSession> get(String id) {
        return find("id = ?", id);
    }

    private Optional<PageSession> find(String condition, Object... values) {
        return database.read(connection -> {
            List<PageSession> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(new PageSession(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            Optional.ofNullable(row.getString(4)),
                            Instant.ofEpochMilli(row.getLong(5)),
                            Instant.ofEpochMilli(row.getLong(6)),
                            Instant.ofEpochMilli(row.getLong(7)))),
                    "select id, token, hash, previous_hash, signed_in_at, changed_at, used_at from page_session where "
                            + condition,
                    values);
            return found.stream().findFirst();
        });
    }

    @Override
    public boolean change(String hash, String next, Instant now) {
        return update(
                        "update page_session set hash = ?, previous_hash = hash, changed_at = ?, used_at = ?"
                                + " where hash = ?",
                        next,
                        now.toEpochMilli(),
                        now.toEpochMilli(),
                        hash)
                == 1;
    }

    @Override
    public void used(String id, Instant now) {
        update("update page_session set used_at = ? where id = ?", now.toEpochMilli(), id);
    }

    @Override
    public void end(String id) {
        update("delete from page_session where id = ?", id);
    }

    @Override
    public int endOf(String token) {
        return update("delete from page_session where token = ?", token);
    }

    @Override
    public int endOld(Instant usedBefore, Instant signedInBefore) {
        return update(
                "delete from page_session where used_at < ? or signed_in_at < ?",
                usedBefore.toEpochMilli(),
                signedInBefore.toEpochMilli());
    }

    private int update(String sql, Object... values) {
        return database.write(connection -> Batch.update(connection, sql, values));
    }
}
