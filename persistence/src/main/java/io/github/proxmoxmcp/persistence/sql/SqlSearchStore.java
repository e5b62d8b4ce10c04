package io.github.proxmoxmcp.persistence.sql;

import static java.util.stream.Collectors.joining;

import io.github.proxmoxmcp.persistence.ConfigView;
import io.github.proxmoxmcp.persistence.SearchStore;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Database.Dialect;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.ChangeTable;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTable;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.history.Present;
import io.github.proxmoxmcp.persistence.sql.history.Present.Part;
import io.github.proxmoxmcp.persistence.sql.history.PresentGuests;
import io.github.proxmoxmcp.persistence.sql.history.Versions;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

final class SqlSearchStore implements SearchStore {

    /// Entries of configurations in which texts are looked for.
    private static final Set<String> KEYS = Set.of("description", "hostname", "rootfs", "smbios1");

    private static final List<String> KEY_STARTS =
            List.of("net", "ipconfig", "scsi", "virtio", "sata", "ide", "efidisk", "tpmstate", "mp", "unused");

    private static final String OF_KEYS = "(t.key in ("
            + KEYS.stream().sorted().map(key -> "'" + key + "'").collect(joining(", ")) + ") or "
            + KEY_STARTS.stream().map(key -> "t.key like '" + key + "%'").collect(joining(" or ")) + ")";

    /// What of a configuration is searched, in small letters: to know where a text may be, not every entry is read.
    private static final ConfigView<String> CONFIGURED = new ConfigView<>(config -> config.entrySet().stream()
            .filter(entry ->
                    KEYS.contains(entry.getKey()) || KEY_STARTS.stream().anyMatch(entry.getKey()::startsWith))
            .map(entry -> folded(entry.getValue()))
            .collect(joining("\n")));

    private static final Part<Map<Integer, String>> NAMED =
            new Part<>(List.of(HistoryTables.GUESTS.table()), (versions, _, _) -> named(versions));

    /// What guests told of themselves, in small letters.
    ///
    /// @param texts a host name and addresses, by vmid
    /// @param told who told something, and not only was asked
    private record Reported(Map<Integer, String> texts, Set<Integer> told) {}

    private static final Part<Reported> REPORTED = new Part<>(
            List.of(HistoryTables.GUESTS.table(), SqlReportStore.TABLE), (versions, _, _) -> reported(versions));

    /// Where a text is in more guests than these, all are searched for it.
    private static final int MAX_CANDIDATES = 500;

    /// Each selects what a text may occur in; the value stands in the third column. These are many rows, of guests that
    /// are known to be worth a look.
    private static final List<String> OF_GUESTS = List.of(
            place("GUEST", "t.vmid", "'name'", "t.name", "guest t", "t.valid_to is null"),
            place("GUEST", "t.vmid", "'tags'", "t.tags", "guest t", "t.valid_to is null"),
            place("POOL", "t.pool", "'name'", "t.pool", "guest t", "t.valid_to is null"),
            place(
                    "GUEST",
                    "t.vmid",
                    "'config.' || t.key",
                    "t.value",
                    "guest_config_entry t",
                    "t.valid_to is null and " + OF_KEYS));

    private static final List<String> OF_REPORTS = List.of(
            place("GUEST", "t.vmid", "'hostname'", "t.hostname", "guest_report t", now("t")),
            place("GUEST", "t.vmid", "'ip'", "t.address", "guest_address t", reported()),
            place("GUEST", "t.vmid", "'mac'", "t.mac", "guest_address t", reported()));

    private static final List<String> OTHERS = Stream.concat(
                    Stream.of(
                            place("GUEST", "t.vmid", "'snapshot'", "t.name", "guest_snapshot t", "t.valid_to is null"),
                            place("NODE", "t.name", "'name'", "t.name", "node t", "t.valid_to is null"),
                            place("NODE", "t.name", "'ip'", "t.ip", "node t", "t.valid_to is null"),
                            place("STORAGE", "t.name", "'name'", "t.name", "storage t", "t.valid_to is null"),
                            place("POOL", "t.name", "'name'", "t.name", "pool t", "t.valid_to is null"),
                            place("POOL", "t.name", "'comment'", "t.comment", "pool t", "t.valid_to is null")),
                    listed())
            .toList();

    private final Database database;
    private final Present present;
    private final Part<Unread> unread = new Part<>(
            List.of(HistoryTables.GUESTS.table(), HistoryTables.GUEST_CONFIGS.table(), SqlReportStore.TABLE),
            (versions, cluster, _) -> unread(versions, cluster));

    SqlSearchStore(Database database, Present present) {
        this.database = database;
        this.present = present;
    }

    private static String place(String kind, String id, String field, String value, String table, String which) {
        return "select '" + kind + "' as kind, cast(" + id + " as varchar) as id, " + field + " as field, " + value
                + " as value from " + table + " where t.cluster = ? and " + which + " and " + value
                + " like ? escape '!'";
    }

    /// Things that are few and have names: by these, and by what people noted of them.
    private static Stream<String> listed() {
        return Stream.of(
                        of(Kind.BACKUP_JOB, "id", "comment"),
                        of(Kind.ACCESS_USER, "name", "first_name", "last_name", "email", "comment"),
                        of(Kind.USER_TOKEN, "name", "comment"),
                        of(Kind.ACCESS_GROUP, "name", "comment"),
                        of(Kind.FIREWALL_RULE, "source", "dest", "comment"),
                        of(Kind.FIREWALL_ALIAS, "name", "cidr", "comment"),
                        of(Kind.FIREWALL_IPSET, "name", "comment"),
                        of(Kind.FIREWALL_IPSET_ENTRY, "cidr", "comment"),
                        of(Kind.FIREWALL_GROUP, "name", "comment"),
                        of(Kind.HA_RULE, "name", "comment"),
                        of(Kind.HA_GROUP, "name", "comment"),
                        of(Kind.SDN_ZONE, "name"),
                        of(Kind.SDN_VNET, "name", "alias"),
                        of(Kind.SDN_SUBNET, "name", "cidr", "gateway"),
                        of(Kind.HARDWARE_MAPPING, "name", "description"),
                        of(Kind.NOTIFICATION_TARGET, "name", "comment"),
                        of(Kind.NOTIFICATION_MATCHER, "name", "comment"),
                        of(Kind.METRIC_SERVER, "name", "server"))
                .flatMap(places -> places);
    }

    private static Stream<String> of(Kind kind, String... columns) {
        HistoryTable table = HistoryTables.all().stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseThrow();
        return Stream.of(columns)
                .map(column -> place(
                        table.owner().kind().name(),
                        ChangeTable.thing(table),
                        "'" + column + "'",
                        "t." + column,
                        table.table() + " t",
                        "t.valid_to is null"));
    }

    private static Map<Integer, String> named(Versions versions) throws SQLException {
        Map<Integer, String> texts = new HashMap<>();
        versions.query(
                "select vmid, name, tags, pool from guest where cluster = ?",
                Where.now(),
                row -> texts.put(
                        row.getInt(1), folded(row.getString(2) + "\n" + row.getString(3) + "\n" + row.getString(4))));
        return texts;
    }

    private static Reported reported(Versions versions) throws SQLException {
        Reported reported = new Reported(new HashMap<>(), new HashSet<>());
        versions.query(
                "select t.vmid, t.read_at, t.hostname, a.address, a.mac from guest_report t left join guest_address a"
                        + " on a.cluster = t.cluster and a.vmid = t.vmid where t.cluster = ? and " + now("t"),
                Where.ANY,
                row -> {
                    if (Columns.time(row, 2).isPresent()) {
                        reported.told().add(row.getInt(1));
                    }
                    String text = row.getString(3) + "\n" + row.getString(4) + "\n" + row.getString(5);
                    reported.texts().merge(row.getInt(1), folded(text), (one, other) -> one + "\n" + other);
                });
        return reported;
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
        return Clusters.read(database, cluster, List.of(), versions -> {
            String wanted = folded(text);
            List<String> places = new ArrayList<>(OTHERS);
            places.addAll(ofSome(
                    OF_GUESTS,
                    guests(
                            wanted,
                            List.of(
                                    present.of(versions, cluster, NAMED),
                                    present.view(versions, cluster, CONFIGURED)))));
            places.addAll(ofSome(
                    OF_REPORTS,
                    guests(
                            wanted,
                            List.of(present.of(versions, cluster, REPORTED).texts()))));
            return hits(versions, places, text, limit);
        });
    }

    /// Places of guests that are worth a look.
    private static List<String> ofSome(List<String> places, Set<Integer> guests) {
        if (guests.isEmpty()) {
            return List.of();
        }
        String some = guests.size() > MAX_CANDIDATES
                ? ""
                : guests.stream().map(String::valueOf).collect(joining(", ", " and t.vmid in (", ")"));
        return places.stream().map(place -> place + some).toList();
    }

    /// Letter by letter, so that what stands in a text also stands in it when both are folded.
    private static String folded(String text) {
        char[] letters = text.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = Character.toLowerCase(Character.toUpperCase(letters[i]));
        }
        return new String(letters);
    }

    /// Guests that may have the text. Databases know fewer letters as equal than this.
    private static Set<Integer> guests(String text, List<Map<Integer, String>> textsOfGuests) {
        Set<Integer> guests = new TreeSet<>();
        for (Map<Integer, String> texts : textsOfGuests) {
            texts.forEach((vmid, of) -> {
                if (of.contains(text)) {
                    guests.add(vmid);
                }
            });
        }
        return guests;
    }

    private List<Hit> hits(Versions versions, List<String> places, String text, int limit) throws SQLException {
        String pattern = "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        List<Object> values = new ArrayList<>();
        places.forEach(_ -> values.addAll(List.of(versions.cluster(), pattern)));
        // SQLite's own makes no difference between capitals and others, and is much faster than with `lower`.
        String all = String.join(" union ", places);
        String sql = database.dialect() == Dialect.SQLITE ? all : all.replace(" like ? ", " ilike ? ");
        if (text.matches("[1-9][0-9]{0,8}")) {
            sql += " union select 'GUEST' as kind, cast(t.vmid as varchar) as id, 'vmid' as field,"
                    + " cast(t.vmid as varchar) as value from guest t where t.cluster = ? and t.valid_to is null"
                    + " and t.vmid = ?";
            values.addAll(List.of(versions.cluster(), Integer.valueOf(text)));
        }
        values.add(limit);
        List<Hit> hits = new ArrayList<>();
        Batch.query(
                versions.connection(),
                row -> hits.add(
                        new Hit(Kind.valueOf(row.getString(1)), row.getString(2), row.getString(3), row.getString(4))),
                sql + " order by 1, 2, 3, 4 limit ?",
                values.toArray());
        return hits;
    }

    @Override
    public Unread unread(String cluster, boolean withAddresses) {
        Unread all = present.of(cluster, new Unread(List.of(), List.of()), unread);
        return withAddresses ? all : new Unread(List.of(), all.configurations());
    }

    private Unread unread(Versions versions, String cluster) throws SQLException {
        Set<Integer> told = present.of(versions, cluster, REPORTED).told();
        Set<Integer> read = present.view(versions, cluster, CONFIGURED).keySet();
        List<Integer> addresses = new ArrayList<>();
        List<Integer> configurations = new ArrayList<>();
        present.of(versions, cluster, PresentGuests.ALL).forEach((vmid, state) -> {
            if (state.guest().status().equals("running") && !told.contains(vmid)) {
                addresses.add(vmid);
            }
            if (!read.contains(vmid)) {
                configurations.add(vmid);
            }
        });
        return new Unread(List.copyOf(addresses), List.copyOf(configurations));
    }
}
