package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.GuestReport;
import io.github.proxmoxmcp.persistence.GuestReport.Address;
import io.github.proxmoxmcp.persistence.ReportStore;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.TableVersions;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

final class SqlReportStore implements ReportStore {

    /// Counted as written when a guest tells something else than before, not when it is asked again.
    static final String TABLE = "guest_report";

    private static final String OF_GUESTS_NOW =
            " and exists (select 1 from guest g where g.cluster = r.cluster and g.vmid = r.vmid"
                    + " and g.incarnation = r.incarnation and g.valid_to is null)";

    private static final String REPORTS =
            "select r.vmid, r.incarnation, r.read_at, r.tried_at, r.problem, r.hostname, r.system, a.card, a.mac,"
                    + " a.address from guest_report r left join guest_address a on a.cluster = r.cluster"
                    + " and a.vmid = r.vmid where r.cluster = ?";

    private static final String DUE = """
        select g.vmid, g.incarnation, g.kind, g.node
        from guest g left join guest_report r on r.cluster = g.cluster and r.vmid = g.vmid
          and r.incarnation = g.incarnation
        where g.cluster = ?\
        """;

    private static final String DUE_WHEN = """
         and g.valid_to is null and g.unknown_since is null and g.status = 'running'
          and (g.kind = 'container' or exists (select 1 from guest_config_entry c where c.cluster = g.cluster
            and c.vmid = g.vmid and c.incarnation = g.incarnation and c.valid_to is null and c.key = 'agent'
            and (c.value = '1' or c.value like '1,%' or c.value like '%enabled=1%')))
          and (r.vmid is null or g.valid_from > r.tried_at
            or (r.problem is null and r.tried_at < ?) or (r.problem is not null and r.tried_at < ?)
            or (r.problem is not null and g.valid_from > ? and r.tried_at < ?))
        order by coalesce(r.tried_at, 0), g.vmid limit ?\
        """;

    private final Database database;

    SqlReportStore(Database database) {
        this.database = database;
    }

    @Override
    public void put(String cluster, List<GuestReport> reports) {
        database.write(connection -> {
            int id = Clusters.make(connection, cluster);
            boolean isNews = false;
            for (GuestReport report : reports) {
                isNews |= put(connection, id, report);
            }
            if (isNews) {
                TableVersions.written(connection, id, TABLE);
            }
            return reports.size();
        });
    }

    /// Whether it tells something else than the guest told before.
    private static boolean put(Connection connection, int cluster, GuestReport report) throws SQLException {
        int vmid = report.vmid();
        if (report.problem().isPresent() && triedInVain(connection, cluster, report) > 0) {
            return false;
        }
        if (report.readAt().isPresent() && isAsBefore(connection, cluster, report)) {
            Batch.update(
                    connection,
                    "update guest_report set read_at = ?, tried_at = ?, problem = null where cluster = ? and vmid = ?",
                    report.readAt().get().toEpochMilli(),
                    report.triedAt().toEpochMilli(),
                    cluster,
                    vmid);
            return false;
        }
        Batch.update(connection, "delete from guest_address where cluster = ? and vmid = ?", cluster, vmid);
        Batch.update(connection, "delete from guest_report where cluster = ? and vmid = ?", cluster, vmid);
        Batch.update(
                connection,
                "insert into guest_report (cluster, vmid, incarnation, read_at, tried_at, problem, hostname, system)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                cluster,
                vmid,
                report.incarnation(),
                report.readAt().map(Instant::toEpochMilli).orElse(null),
                report.triedAt().toEpochMilli(),
                report.problem().orElse(null),
                report.hostname().orElse(null),
                report.system().orElse(null));
        for (int i = 0; i < report.addresses().size(); i++) {
            Address address = report.addresses().get(i);
            Batch.update(
                    connection,
                    "insert into guest_address (cluster, vmid, position, card, mac, address) values (?, ?, ?, ?, ?, ?)",
                    cluster,
                    vmid,
                    i,
                    address.card(),
                    address.mac().orElse(null),
                    address.address());
        }
        return true;
    }

    private static boolean isAsBefore(Connection connection, int cluster, GuestReport report) throws SQLException {
        List<Optional<String>> before = new ArrayList<>();
        Batch.query(
                connection,
                row -> {
                    for (int column = 1; column <= 2; column++) {
                        before.add(Optional.ofNullable(row.getString(column)));
                    }
                },
                "select hostname, system from guest_report where cluster = ? and vmid = ? and incarnation = ? and"
                        + " read_at is not null",
                cluster,
                report.vmid(),
                report.incarnation());
        if (!before.equals(List.of(report.hostname(), report.system()))) {
            return false;
        }
        List<Address> addresses = new ArrayList<>();
        Batch.query(
                connection,
                row -> addresses.add(
                        new Address(row.getString(1), Optional.ofNullable(row.getString(2)), row.getString(3))),
                "select card, mac, address from guest_address where cluster = ? and vmid = ? order by position",
                cluster,
                report.vmid());
        return addresses.equals(report.addresses());
    }

    /// What it told before stays.
    private static int triedInVain(Connection connection, int cluster, GuestReport report) throws SQLException {
        return Batch.update(
                connection,
                "update guest_report set tried_at = ?, problem = ? where cluster = ? and vmid = ? and incarnation = ?",
                report.triedAt().toEpochMilli(),
                report.problem().orElse(null),
                cluster,
                report.vmid(),
                report.incarnation());
    }

    @Override
    public Optional<GuestReport> get(String cluster, int vmid) {
        return find(cluster, Where.is("r.vmid", vmid)).stream().findFirst();
    }

    @Override
    public List<GuestReport> all(String cluster) {
        return find(cluster, Where.ANY);
    }

    private List<GuestReport> find(String cluster, Where where) {
        return Clusters.read(database, cluster, List.of(), versions -> {
            Map<Integer, GuestReport> reports = new TreeMap<>();
            versions.query(
                    REPORTS, where.and(new Where(OF_GUESTS_NOW + " order by r.vmid, a.position", List.of())), row -> {
                        GuestReport report = reports.get(row.getInt(1));
                        if (report == null) {
                            report = report(row);
                            reports.put(report.vmid(), report);
                        }
                        if (row.getString(10) != null) {
                            report.addresses()
                                    .add(new Address(
                                            row.getString(8),
                                            Optional.ofNullable(row.getString(9)),
                                            row.getString(10)));
                        }
                    });
            return reports.values().stream().map(SqlReportStore::frozen).toList();
        });
    }

    private static GuestReport report(ResultSet row) throws SQLException {
        return new GuestReport(
                row.getInt(1),
                row.getInt(2),
                Columns.time(row, 3).stream().mapToObj(Instant::ofEpochMilli).findFirst(),
                Instant.ofEpochMilli(row.getLong(4)),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getString(6)),
                Optional.ofNullable(row.getString(7)),
                new ArrayList<>());
    }

    private static GuestReport frozen(GuestReport report) {
        return new GuestReport(
                report.vmid(),
                report.incarnation(),
                report.readAt(),
                report.triedAt(),
                report.problem(),
                report.hostname(),
                report.system(),
                List.copyOf(report.addresses()));
    }

    @Override
    public List<Due> due(String cluster, Rhythm rhythm, int limit) {
        return Clusters.read(database, cluster, List.of(), versions -> {
            List<Due> due = new ArrayList<>();
            versions.query(
                    DUE,
                    new Where(
                            DUE_WHEN,
                            List.of(
                                    rhythm.told().toEpochMilli(),
                                    rhythm.failed().toEpochMilli(),
                                    rhythm.changedSince().toEpochMilli(),
                                    rhythm.starting().toEpochMilli(),
                                    limit)),
                    row -> due.add(new Due(
                            row.getInt(1),
                            row.getInt(2),
                            GuestKind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                            row.getString(4))));
            return due;
        });
    }
}
