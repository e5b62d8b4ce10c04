package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.joining;

import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Database.Dialect;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/// Fills the table of changes of a memory that is older than it: one statement, made from the descriptions of all
/// kinds, finds them in the intervals. It is one transaction, so a start that is broken off begins it anew.
public final class ChangeBackfill implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("9");
    }

    @Override
    public String getDescription() {
        return "changes from intervals";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws Exception {
        String product = context.getConnection().getMetaData().getDatabaseProductName();
        Dialect dialect = product.equals("SQLite") ? Dialect.SQLITE : Dialect.POSTGRES;
        List<HistoryTable> kinds = kinds(context.getConnection());
        forgetGuesses(context.getConnection());
        try (Statement statement = context.getConnection().createStatement()) {
            statement.executeUpdate(sql(dialect, kinds));
        }
    }

    /// Such a memory has whatever task of a guest ended last for the cause of what its configuration was found to be,
    /// though a task of that type may change no such key.
    private static void forgetGuesses(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery("select e.cluster, e.vmid, e.incarnation, e.key, e.valid_from, t.type"
                                + " from guest_config_entry e join task t on t.id = e.opened_by");
                PreparedStatement forget = connection.prepareStatement("update guest_config_entry set opened_by = null"
                        + " where cluster = ? and vmid = ? and incarnation = ? and key = ? and valid_from = ?")) {
            while (row.next()) {
                if (!TaskEffects.changesKey(row.getString(6), row.getString(4))) {
                    forget.setLong(1, row.getLong(1));
                    forget.setLong(2, row.getLong(2));
                    forget.setLong(3, row.getLong(3));
                    forget.setString(4, row.getString(4));
                    forget.setLong(5, row.getLong(5));
                    forget.addBatch();
                }
            }
            forget.executeBatch();
        }
    }

    /// The kinds, with their facts, for which such a memory has tables and columns: later migrations add more.
    private static List<HistoryTable> kinds(Connection connection) throws SQLException {
        List<HistoryTable> kinds = new ArrayList<>();
        for (HistoryTable kind : HistoryTables.all()) {
            Set<String> columns = new HashSet<>();
            try (ResultSet row = connection.getMetaData().getColumns(null, connection.getSchema(), kind.table(), "%")) {
                while (row.next()) {
                    columns.add(row.getString("COLUMN_NAME"));
                }
            }
            if (!columns.isEmpty()) {
                kinds.add(kind.withFacts(new Columns(kind.facts().list().stream()
                        .filter(fact -> columns.contains(fact.name()))
                        .toList())));
            }
        }
        return kinds;
    }

    private static String sql(Dialect dialect, List<HistoryTable> kinds) {
        Intervals intervals = new Intervals(dialect);
        return "insert into change (cluster, kind, thing, incarnation, field, old_value, new_value, node, vmid, at,"
            + " seen, task) select cluster, kind, thing, incarnation, field, old_value, new_value, node, vmid, at, at,"
            + " task from ("
                + kinds.stream()
                        .flatMap(kind ->
                                Stream.of(intervals.began(kind), intervals.altered(kind), intervals.ended(kind)))
                        .collect(joining(" union all "))
                + ") found order by at, kind, thing, incarnation";
    }

    /// Selects of what intervals of a kind tell.
    private record Intervals(Dialect dialect) {

        /// What was not there before; what was there when its kind was seen first did not appear.
        String began(HistoryTable kind) {
            String before =
                    "select 1 from " + kind.table() + " p where " + sameThing(kind) + " and p.valid_to = t.valid_from";
            return select(kind, "valid_from", "opened_by")
                    + partName(kind) + " as field, cast(null as varchar) as old_value, "
                    + (kind.isPart() ? partValue(kind) : place(kind)) + " as new_value from " + kind.table()
                    + " t where not exists (" + before + ")" + wasSeenBefore(kind)
                    + ownerStays(
                            kind, "o.valid_from < t.valid_from and (o.valid_to is null or o.valid_to >= t.valid_from)");
        }

        String ended(HistoryTable kind) {
            String after =
                    "select 1 from " + kind.table() + " p where " + sameThing(kind) + " and p.valid_from = t.valid_to";
            return select(kind, "valid_to", "closed_by")
                    + partName(kind) + " as field, " + (kind.isPart() ? partValue(kind) : place(kind))
                    + " as old_value, cast(null as varchar) as new_value from " + kind.table()
                    + " t where t.valid_to is not null and not exists (" + after + ")"
                    + ownerStays(
                            kind, "o.valid_from <= t.valid_to and (o.valid_to is null or o.valid_to > t.valid_to)");
        }

        /// A row for each fact that differs from the version before.
        String altered(HistoryTable kind) {
            String names = kind.facts().list().stream()
                    .map(fact -> "select '" + fact.name() + "' as field")
                    .collect(joining(" union all "));
            String prefix = kind.owner().prefix().isEmpty() ? "" : partName(kind) + " || ";
            String field = kind.isPart() && !prefix.isEmpty() && kind.facts().size() == 1
                    ? partName(kind)
                    : prefix + (prefix.isEmpty() ? "" : "'.' || ") + "f.field";
            return select(kind, "valid_from", "opened_by")
                    + field + " as field, " + ofFact(kind, "p") + " as old_value, " + ofFact(kind, "t")
                    + " as new_value from " + kind.table() + " t join " + kind.table() + " p on " + sameThing(kind)
                    + " and p.valid_to = t.valid_from cross join (" + names + ") f where " + ofFact(kind, "p")
                    + " is distinct from " + ofFact(kind, "t");
        }

        private static String select(HistoryTable kind, String time, String task) {
            boolean ofGuest = kind.owner().kind() == Kind.GUEST;
            return "select t.cluster as cluster, t." + time + " as at, t." + task + " as task, '"
                    + ChangeTable.word(kind.owner().kind()) + "' as kind, " + ChangeTable.thing(kind) + " as thing, "
                    + (ofGuest ? "t.incarnation" : "0") + " as incarnation, "
                    + (ofGuest ? "cast(null as integer)" : named(kind, "vmid", "integer")) + " as vmid, "
                    + (ofGuest ? guestNode(kind, time) : node(kind)) + " as node, ";
        }

        private static String guestNode(HistoryTable kind, String time) {
            return kind.kind() == Kind.GUEST
                    ? "t.node"
                    : "(select max(g.node) from guest g where g.cluster = t.cluster and g.vmid = t.vmid and"
                            + " g.incarnation = t.incarnation and g.valid_from <= t." + time
                            + " and (g.valid_to is null or g.valid_to > t." + time + "))";
        }

        private static String node(HistoryTable kind) {
            return kind.owner().kind() == Kind.NODE ? "t." + kind.key().name(0) : named(kind, "node", "varchar");
        }

        private static String place(HistoryTable kind) {
            return "coalesce(" + node(kind) + ", '')";
        }

        private static String named(HistoryTable kind, String column, String type) {
            return kind.key().find(column).isPresent()
                            || kind.facts().find(column).isPresent()
                    ? "t." + column
                    : "cast(null as " + type + ")";
        }

        private static String partName(HistoryTable kind) {
            return !kind.isPart() || kind.owner().prefix().isEmpty()
                    ? "''"
                    : "'" + kind.owner().prefix() + ".' || t."
                            + kind.key().name(kind.key().size() - 1);
        }

        private String partValue(HistoryTable kind) {
            return "coalesce(" + value(kind, kind.owner().value(), "t") + ", 'exists')";
        }

        private String ofFact(HistoryTable kind, String row) {
            return IntStream.range(0, kind.facts().size())
                    .mapToObj(column -> " when '" + kind.facts().name(column) + "' then " + value(kind, column, row))
                    .collect(joining("", "case f.field", " end"));
        }

        /// A fact as text, as [Facts#text] says it.
        private String value(HistoryTable kind, int column, String row) {
            String name = row + "." + kind.facts().name(column);
            boolean sqlite = dialect == Dialect.SQLITE;
            return switch (kind.facts().list().get(column).type()) {
                case TEXT, SETTINGS -> name;
                case INTEGER, LONG -> "cast(" + name + " as varchar)";
                case DOUBLE -> sqlite ? "nullif(printf('%.15g', " + name + "), '')" : "cast(" + name + " as varchar)";
                case BOOLEAN -> "case when " + name + " then 'true' when not " + name + " then 'false' end";
                case TIME ->
                    sqlite
                            ? "strftime('%Y-%m-%dT%H:%M:%fZ', " + name + " / 1000.0, 'unixepoch')"
                            : "to_char(to_timestamp(" + name
                                    + " / 1000.0) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";
            };
        }

        private static String sameThing(HistoryTable kind) {
            return "p.cluster = t.cluster"
                    + kind.key().list().stream()
                            .map(column -> " and p." + column.name() + " = t." + column.name())
                            .collect(joining());
        }

        /// What was read for the first time became known, it did not change.
        private static String wasSeenBefore(HistoryTable kind) {
            return switch (kind.kind()) {
                case CLUSTER -> " and 1 = 0";
                case GUEST_CONFIG -> wasRead("config_since");
                case GUEST_SNAPSHOT -> wasRead("snapshots_since");
                default ->
                    kind.scope().isPresent()
                            ? wasListed(kind, kind.scope().getAsInt())
                            : " and t.valid_from > (select min(s.valid_from) from " + kind.table()
                                    + " s where s.cluster = t.cluster)";
            };
        }

        private static String wasRead(String since) {
            return " and exists (select 1 from guest_detail d where d.cluster = t.cluster and d.vmid = t.vmid"
                    + " and d.incarnation = t.incarnation and d." + since + " < t.valid_from)";
        }

        private static String wasListed(HistoryTable kind, int columns) {
            String scope = switch (columns) {
                case 0 -> "''";
                case 1 -> "t." + kind.key().name(0);
                default ->
                    "t." + kind.key().name(0) + " || case t." + kind.key().name(1) + " when '' then '' else '@' || t."
                            + kind.key().name(1) + " end";
            };
            return " and exists (select 1 from listing l where l.cluster = t.cluster and l.kind = '"
                    + kind.kind().name() + "' and l.scope = " + scope + " and l.first_at < t.valid_from)";
        }

        /// Parts that come or go with what they are parts of are not told of.
        private static String ownerStays(HistoryTable kind, String held) {
            if (!kind.isPart() || kind.owner().kind() == Kind.CLUSTER) {
                return "";
            }
            if (kind.owner().prefix().isEmpty()) {
                return " and 1 = 0";
            }
            HistoryTable owner = HistoryTables.all().stream()
                    .filter(one -> one.kind() == kind.owner().kind())
                    .findFirst()
                    .orElseThrow();
            String same = IntStream.range(0, owner.key().size())
                    .mapToObj(column -> " and o." + owner.key().name(column) + " = t."
                            + kind.key().name(column))
                    .collect(joining());
            return " and exists (select 1 from " + owner.table() + " o where o.cluster = t.cluster" + same + " and "
                    + held + ")";
        }
    }
}
