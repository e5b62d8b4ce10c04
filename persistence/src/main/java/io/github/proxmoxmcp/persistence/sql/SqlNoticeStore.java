package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.notice.Delivery;
import io.github.proxmoxmcp.persistence.notice.Notice;
import io.github.proxmoxmcp.persistence.notice.NoticeKey;
import io.github.proxmoxmcp.persistence.notice.NoticeStore;
import io.github.proxmoxmcp.persistence.notice.ToldNotice;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

final class SqlNoticeStore implements NoticeStore {

    private final Database database;

    SqlNoticeStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Notice> list() {
        return database.read(connection -> {
            List<Notice> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> {
                        OptionalLong gone = Columns.time(row, 5);
                        found.add(new Notice(
                                new NoticeKey(row.getString(1), row.getString(2)),
                                row.getString(3),
                                Instant.ofEpochMilli(row.getLong(4)),
                                gone.isPresent()
                                        ? Optional.of(Instant.ofEpochMilli(gone.getAsLong()))
                                        : Optional.empty(),
                                row.getInt(6)));
                    },
                    "select cluster, notice_key, body, opened_at, gone_at, returns from notice order by 1, 2");
            return found;
        });
    }

    @Override
    public void save(Collection<Notice> changed, Collection<NoticeKey> over) {
        database.write(connection -> {
            for (Notice notice : changed) {
                Batch.update(
                        connection,
                        "insert into notice (cluster, notice_key, body, opened_at, gone_at, returns) values (?, ?, ?,"
                                + " ?, ?, ?) on conflict (cluster, notice_key) do update set body = excluded.body,"
                                + " opened_at = excluded.opened_at, gone_at = excluded.gone_at, returns ="
                                + " excluded.returns",
                        notice.key().cluster(),
                        notice.key().key(),
                        notice.body(),
                        notice.openedAt().toEpochMilli(),
                        notice.goneAt().map(Instant::toEpochMilli).orElse(null),
                        notice.returns());
            }
            for (NoticeKey key : over) {
                for (String table : List.of("notice", "notice_unsure")) {
                    Batch.update(
                            connection,
                            "delete from " + table + " where cluster = ? and notice_key = ?",
                            key.cluster(),
                            key.key());
                }
            }
            return changed.size();
        });
    }

    @Override
    public List<ToldNotice> told(String target) {
        return database.read(connection -> {
            List<ToldNotice> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(new ToldNotice(
                            new NoticeKey(row.getString(1), row.getString(2)),
                            row.getString(3),
                            Instant.ofEpochMilli(row.getLong(4)))),
                    "select cluster, notice_key, body, told_at from notice_told where target = ? order by 1, 2",
                    target);
            return found;
        });
    }

    @Override
    public Set<NoticeKey> unsure(String target) {
        return database.read(connection -> {
            Set<NoticeKey> found = new HashSet<>();
            Batch.query(
                    connection,
                    row -> found.add(new NoticeKey(row.getString(1), row.getString(2))),
                    "select cluster, notice_key from notice_unsure where target = ?",
                    target);
            return found;
        });
    }

    @Override
    public void sends(String target, Collection<NoticeKey> keys) {
        database.write(connection -> {
            for (NoticeKey key : keys) {
                Batch.update(
                        connection,
                        "insert into notice_unsure (target, cluster, notice_key) values (?, ?, ?) on conflict do"
                                + " nothing",
                        target,
                        key.cluster(),
                        key.key());
            }
            return keys.size();
        });
    }

    @Override
    public void took(
            String target,
            Collection<ToldNotice> told,
            Collection<NoticeKey> forgotten,
            Collection<NoticeKey> sure,
            Delivery delivery) {
        database.write(connection -> {
            for (ToldNotice one : told) {
                Batch.update(
                        connection,
                        "insert into notice_told (target, cluster, notice_key, body, told_at) values (?, ?, ?, ?, ?) on"
                                + " conflict (target, cluster, notice_key) do update set body = excluded.body,"
                                + " told_at = excluded.told_at",
                        target,
                        one.key().cluster(),
                        one.key().key(),
                        one.body(),
                        one.at().toEpochMilli());
            }
            delete(connection, "notice_told", target, forgotten);
            delete(connection, "notice_unsure", target, sure);
            return Batch.update(
                    connection,
                    "insert into notice_delivery (target, failures, next_at, error) values (?, ?, ?, ?) on conflict"
                            + " (target) do update set failures = excluded.failures, next_at = excluded.next_at,"
                            + " error = excluded.error",
                    target,
                    delivery.failures(),
                    delivery.nextAt().toEpochMilli(),
                    delivery.error().orElse(null));
        });
    }

    private static void delete(Connection connection, String table, String target, Collection<NoticeKey> keys)
            throws SQLException {
        for (NoticeKey key : keys) {
            Batch.update(
                    connection,
                    "delete from " + table + " where target = ? and cluster = ? and notice_key = ?",
                    target,
                    key.cluster(),
                    key.key());
        }
    }

    @Override
    public Optional<Delivery> delivery(String target) {
        return database.read(connection -> {
            List<Delivery> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(new Delivery(
                            row.getInt(1),
                            Instant.ofEpochMilli(row.getLong(2)),
                            Optional.ofNullable(row.getString(3)))),
                    "select failures, next_at, error from notice_delivery where target = ?",
                    target);
            return found.stream().findFirst();
        });
    }
}
