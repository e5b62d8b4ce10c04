package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.SearchStore;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Database.Dialect;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

final class SqlSearchStore implements SearchStore {

    private static final String KEYS = "(t.key in ('description', 'hostname', 'rootfs', 'smbios1') or "
            + String.join(
                    " or ",
                    Stream.of("net", "ipconfig", "scsi", "virtio", "sata", "ide", "efidisk", "tpmstate", "mp", "unused")
                            .map(key -> "t.key like '" + key + "%'")
                            .toList())
            + ")";

    /// Each selects what a text may occur in; the value stands in the third column.
    private static final List<String> PLACES = List.of(
            place("GUEST", "t.vmid", "'name'", "t.name", "guest t", "t.valid_to is null"),
            place("GUEST", "t.vmid", "'tags'", "t.tags", "guest t", "t.valid_to is null"),
            place(
                    "GUEST",
                    "t.vmid",
                    "'config.' || t.key",
                    "t.value",
                    "guest_config_entry t",
                    "t.valid_to is null",
                    " and " + KEYS),
            place("GUEST", "t.vmid", "'snapshot'", "t.name", "guest_snapshot t", "t.valid_to is null"),
            place("GUEST", "t.vmid", "'hostname'", "t.hostname", "guest_report t", now("t")),
            place("GUEST", "t.vmid", "'ip'", "t.address", "guest_address t", reported()),
            place("GUEST", "t.vmid", "'mac'", "t.mac", "guest_address t", reported()),
            place("NODE", "t.name", "'name'", "t.name", "node t", "t.valid_to is null"),
            place("NODE", "t.name", "'ip'", "t.ip", "node t", "t.valid_to is null"),
            place("STORAGE", "t.name", "'name'", "t.name", "storage t", "t.valid_to is null"),
            place("POOL", "t.pool", "'name'", "t.pool", "guest t", "t.valid_to is null"),
            place("POOL", "t.name", "'name'", "t.name", "pool t", "t.valid_to is null"),
            place("POOL", "t.name", "'comment'", "t.comment", "pool t", "t.valid_to is null"));

    private final Database database;

    SqlSearchStore(Database database) {
        this.database = database;
    }

    private static String place(String kind, String id, String field, String value, String table, String which) {
        return place(kind, id, field, value, table, which, "");
    }

    /// @param also looked at last, because few rows hold the text
    private static String place(
            String kind, String id, String field, String value, String table, String which, String also) {
        return "select '" + kind + "' as kind, cast(" + id + " as varchar) as id, " + field + " as field, " + value
                + " as value from " + table + " where t.cluster = ? and " + which + " and " + value
                + " like ? escape '!'" + also;
    }

    /// A report of the guest that has the vmid now, not of one before it.
    private static String now(String report) {
        return "exists (select 1 from guest g where g.cluster = " + report + ".cluster and g.vmid = " + report
                + ".vmid and g.incarnation = " + report + ".incarnation and g.valid_to is null)";
    }

    private static String reported() {
        return "exists (select 1 from guest_report r where r.cluster = t.cluster and r.vmid = t.vmid and " + now("r")
                + ")";
    }

    @Override
    public List<Hit> search(String cluster, String text, int limit) {
        String pattern = "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        // SQLite's own makes no difference between capitals and others, and is much faster than with `lower`.
        String places = String.join(" union ", PLACES);
        return Clusters.read(database, cluster, List.of(), versions -> {
            List<Object> values = new ArrayList<>(List.of(versions.cluster(), text));
            PLACES.forEach(_ -> values.addAll(List.of(versions.cluster(), pattern)));
            values.add(limit);
            List<Hit> hits = new ArrayList<>();
            Batch.query(
                    versions.connection(),
                    row -> hits.add(new Hit(
                            Kind.valueOf(row.getString(1)), row.getString(2), row.getString(3), row.getString(4))),
                    "select 'GUEST' as kind, cast(t.vmid as varchar) as id, 'vmid' as field,"
                            + " cast(t.vmid as varchar) as value from guest t where t.cluster = ?"
                            + " and t.valid_to is null and cast(t.vmid as varchar) = ? union "
                            + (database.dialect() == Dialect.SQLITE ? places : places.replace(" like ? ", " ilike ? "))
                            + " order by 1, 2, 3, 4 limit ?",
                    values.toArray());
            return hits;
        });
    }

    @Override
    public Unread unread(String cluster) {
        return Clusters.read(database, cluster, new Unread(List.of(), List.of()), versions -> {
            List<Integer> addresses = new ArrayList<>();
            List<Integer> configurations = new ArrayList<>();
            versions.query("""
                select g.vmid
                from guest g
                left join guest_report r on r.cluster = g.cluster and r.vmid = g.vmid
                  and r.incarnation = g.incarnation
                where g.cluster = ? and g.valid_to is null and g.status = 'running' and r.read_at is null
                order by g.vmid\
                """, Where.ANY, row -> addresses.add(row.getInt(1)));
            versions.query("""
                select g.vmid
                from guest_detail d
                join guest g on g.cluster = d.cluster and g.vmid = d.vmid and g.incarnation = d.incarnation
                  and g.valid_to is null
                where d.cluster = ? and d.config_read_at is null
                order by g.vmid\
                """, Where.ANY, row -> configurations.add(row.getInt(1)));
            return new Unread(addresses, configurations);
        });
    }
}
