package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.session.AccessToken;
import io.github.proxmoxmcp.persistence.session.AccessTokens;
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

final class SqlAccessTokens implements AccessTokens {

    private static final String SELECT =
            "select id, name, access, scope, hash, created_at, expires_at, revoked_at from access_token";

    private final Database database;

    SqlAccessTokens(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(AccessToken token) {
        return database.write(connection -> Batch.update(
                        connection,
                        "insert into access_token (id, name, access, scope, hash, created_at, expires_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        token.id(),
                        token.name(),
                        token.access(),
                        token.scope().orElse(null),
                        token.hash(),
                        token.createdAt().toEpochMilli(),
                        token.expiresAt().map(Instant::toEpochMilli).orElse(null)))
                == 1;
    }

    @Override
    public Optional<AccessToken> get(String id) {
        return find(SELECT + " where id = ?", id).stream().findFirst();
    }

    @Override
    public List<AccessToken> list() {
        return find(SELECT + " order by created_at desc, id");
    }

    @Override
    public boolean revoke(String name, Instant now) {
        return database.write(connection -> Batch.update(
                        connection,
                        "update access_token set revoked_at = ? where name = ? and revoked_at is null",
                        now.toEpochMilli(),
                        name))
                == 1;
    }

    private List<AccessToken> find(String sql, Object... values) {
        return database.read(connection -> {
            List<AccessToken> found = new ArrayList<>();
            Batch.query(connection, row -> found.add(token(row)), sql, values);
            return found;
        });
    }

    private static AccessToken token(ResultSet row) throws SQLException {
        return new AccessToken(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                row.getString(5),
                Instant.ofEpochMilli(row.getLong(6)),
                moment(Columns.time(row, 7)),
                moment(Columns.time(row, 8)));
    }

    private static Optional<Instant> moment(OptionalLong time) {
        return time.isPresent() ? Optional.of(Instant.ofEpochMilli(time.getAsLong())) : Optional.empty();
    }
}
