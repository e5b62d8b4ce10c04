package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The table of when guests' details were read, and whether there is reason to read them again.
public record DetailRows(Versions versions, long at) {

    /// @param configSince when the configuration was read first
    /// @param configRead when it was read last
    public record Detail(
            OptionalLong configSince,
            OptionalLong configRead,
            OptionalLong snapshotsSince,
            OptionalLong snapshotsRead) {

        public static final Detail NEVER_READ =
                new Detail(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    /// By vmid and incarnation, of the given guests.
    public Map<List<Object>, Detail> of(Collection<Integer> vmids) throws SQLException {
        Map<List<Object>, Detail> details = new HashMap<>();
        for (List<Integer> some : Versions.chunks(vmids)) {
            versions.query(
                    "select vmid, incarnation, config_since, config_read_at, snapshots_since, snapshots_read_at"
                            + " from guest_detail where cluster = ?",
                    Where.in("vmid", some),
                    row -> details.put(
                            List.of(row.getInt(1), row.getInt(2)),
                            new Detail(
                                    Columns.time(row, 3),
                                    Columns.time(row, 4),
                                    Columns.time(row, 5),
                                    Columns.time(row, 6))));
        }
        return details;
    }

    /// Notes guests that are new, each by vmid and incarnation.
    public void add(Collection<List<Object>> guests) throws SQLException {
        try (Batch insert = new Batch(
                versions.connection(),
                "insert into guest_detail (hinted_at, cluster, vmid, incarnation) values (?, ?, ?, ?)")) {
            for (List<Object> guest : guests) {
                insert.set(at).set(versions.cluster()).setAll(guest).add();
            }
            insert.finish();
        }
    }

    /// Notes that there is reason to read the details of these guests again.
    public void hint(Collection<Integer> vmids) throws SQLException {
        try (Batch update = new Batch(
                versions.connection(), "update guest_detail set hinted_at = ? where cluster = ? and vmid = ?")) {
            for (Integer vmid : vmids) {
                update.set(at).set(versions.cluster()).set(vmid).add();
            }
            update.finish();
        }
    }

    /// Notes that configurations were read: guest to digest. A hint from after the look stays.
    public void configsRead(Map<List<Object>, String> digests) throws SQLException {
        try (Batch update = new Batch(
                versions.connection(),
                "update guest_detail set digest = ?, config_since = coalesce(config_since, ?), config_read_at = ?,"
                        + " hinted_at = case when hinted_at > ? then hinted_at end"
                        + " where cluster = ? and vmid = ? and incarnation = ?")) {
            for (var digest : digests.entrySet()) {
                update.set(digest.getValue())
                        .set(at)
                        .set(at)
                        .set(at)
                        .set(versions.cluster())
                        .setAll(digest.getKey())
                        .add();
            }
            update.finish();
        }
    }

    /// Notes that lists of snapshots were read.
    public void snapshotsRead(Collection<List<Object>> guests) throws SQLException {
        try (Batch update = new Batch(
                versions.connection(),
                "update guest_detail set snapshots_since = coalesce(snapshots_since, ?), snapshots_read_at = ?"
                        + " where cluster = ? and vmid = ? and incarnation = ?")) {
            for (List<Object> guest : guests) {
                update.set(at).set(at).set(versions.cluster()).setAll(guest).add();
            }
            update.finish();
        }
    }
}
