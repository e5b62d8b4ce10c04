package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.acting.Passkey;
import io.github.proxmoxmcp.persistence.acting.PasskeyStore;
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

final class SqlPasskeyStore implements PasskeyStore {

    private static final String SELECT =
            "select id, person, origin, credential, backed_up, counter, enrolled_by, enrolled_at, voucher,"
                    + " voucher_signature, vouched_at, ended_at, end_reason from passkey";

    private final Database database;

    SqlPasskeyStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(Passkey passkey) {
        return update(
                        "insert into passkey (id, person, origin, credential, backed_up, counter, enrolled_by,"
                                + " enrolled_at) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        passkey.id(),
                        passkey.person(),
                        passkey.origin(),
                        passkey.credential(),
                        passkey.backedUp() ? 1 : 0,
                        passkey.counter(),
                        passkey.enrolledBy(),
                        passkey.enrolledAt().toEpochMilli())
                == 1;
    }

    @Override
    public Optional<Passkey> get(String id) {
        return find(SELECT + " where id = ?", id).stream().findFirst();
    }

    @Override
    public List<Passkey> list() {
        return find(SELECT + " order by enrolled_at, id");
    }

    @Override
    public boolean vouch(String id, Passkey.Vouch vouch) {
        return update(
                        "update passkey set voucher = ?, voucher_signature = ?, vouched_at = ?"
                                + " where id = ? and voucher is null and ended_at is null",
                        vouch.operator(),
                        vouch.signature(),
                        vouch.at().toEpochMilli(),
                        id)
                == 1;
    }

    @Override
    public boolean count(String id, long counter) {
        return update(
                        "update passkey set counter = ? where id = ? and ended_at is null"
                                + " and (counter < ? or counter = 0 and ? = 0)",
                        counter,
                        id,
                        counter,
                        counter)
                == 1;
    }

    @Override
    public boolean end(String id, Passkey.End end) {
        return update(
                        "update passkey set ended_at = ?, end_reason = ? where id = ? and ended_at is null",
                        end.at().toEpochMilli(),
                        end.reason(),
                        id)
                == 1;
    }

    @Override
    public int forget(Instant enrolledBefore) {
        return update("delete from passkey where voucher is null and enrolled_at < ?", enrolledBefore.toEpochMilli());
    }

    private int update(String sql, Object... values) {
        return database.write(connection -> Batch.update(connection, sql, values));
    }

    private List<Passkey> find(String sql, Object... values) {
        return database.read(connection -> {
            List<Passkey> found = new ArrayList<>();
            Batch.query(connection, row -> found.add(passkey(row)), sql, values);
            return found;
        });
    }

    private static Passkey passkey(ResultSet row) throws SQLException {
        OptionalLong vouched = Columns.time(row, 11);
        OptionalLong ended = Columns.time(row, 12);
        return new Passkey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5) != 0,
                row.getLong(6),
                row.getString(7),
                Instant.ofEpochMilli(row.getLong(8)),
                vouched.isPresent()
                        ? Optional.of(new Passkey.Vouch(
                                row.getString(9), row.getString(10), Instant.ofEpochMilli(vouched.getAsLong())))
                        : Optional.empty(),
                ended.isPresent()
                        ? Optional.of(new Passkey.End(Instant.ofEpochMilli(ended.getAsLong()), row.getString(13)))
                        : Optional.empty());
    }
}
