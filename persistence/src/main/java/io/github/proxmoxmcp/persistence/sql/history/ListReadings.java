package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The table of when lists were read.
public record ListReadings(Versions versions) {

    /// @param first when the list was read as a whole for the first time
    /// @param whole when it was read as a whole last
    public record Reading(OptionalLong first, long last, OptionalLong whole) {}

    public static final String TABLE = "listing";

    /// By kind and scope.
    public Map<List<String>, Reading> all() throws SQLException {
        Map<List<String>, Reading> readings = new HashMap<>();
        versions.query(
                "select kind, scope, first_at, last_at, whole_at from listing where cluster = ?",
                Where.ANY,
                row -> readings.put(
                        List.of(row.getString(1), row.getString(2)),
                        new Reading(Columns.time(row, 3), row.getLong(4), Columns.time(row, 5))));
        return readings;
    }

    public static List<String> key(HistoryTable kind, List<Object> thing) {
        return List.of(kind.kind().name(), kind.scope(thing));
    }

    /// @param proof by list, whether what it does not hold is gone
    public void record(Map<List<String>, Boolean> proof, long at) throws SQLException {
        try (Batch upsert = new Batch(
                versions.connection(),
                "insert into listing (cluster, kind, scope, first_at, last_at, whole_at) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (cluster, kind, scope) do update set"
                        + " first_at = coalesce(listing.first_at, excluded.first_at), last_at = excluded.last_at,"
                        + " whole_at = coalesce(excluded.whole_at, listing.whole_at)")) {
            for (var list : proof.entrySet()) {
                upsert.set(versions.cluster())
                        .setAll(list.getKey())
                        .set(list.getValue() ? OptionalLong.of(at) : OptionalLong.empty())
                        .set(at)
                        .set(list.getValue() ? OptionalLong.of(at) : OptionalLong.empty())
                        .add();
            }
            upsert.finish();
        }
        TableVersions.written(versions.connection(), versions.cluster(), TABLE);
    }
}
