package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.RowCursor;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Transition.Origin;
import io.github.proxmoxmcp.persistence.value.Cause;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Page;
import io.github.proxmoxmcp.persistence.value.Thing;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Reads the table of changes, newest first.
public record ChangeReader(Versions versions) {

    /// That a guest is in a pool is told of the guest.
    public static final String TOLD_ELSEWHERE =
            "change.kind = 'pool' and substr(change.field, 1, 7) = 'member.' and substr(change.field, 8, 1) between"
                    + " '0' and '9'";

    private static final String COLUMNS =
            "select change.id, change.kind, change.thing, change.incarnation, change.field, change.old_value,"
                    + " change.new_value, change.at, change.seen, change.task";

    private static final String ALL = " from change where change.cluster = ?";

    /// What was observed of a thing at once.
    private static final String TOGETHER = "change.at, change.kind, change.thing, change.incarnation, change.seen";

    /// What the firewall of a guest is made of.
    private static final String FIREWALL = Stream.of(
                    Kind.FIREWALL_RULE,
                    Kind.FIREWALL_ALIAS,
                    Kind.FIREWALL_IPSET,
                    Kind.FIREWALL_IPSET_ENTRY,
                    Kind.FIREWALL_OPTION)
            .map(kind -> "'" + ChangeTable.word(kind) + "'")
            .collect(joining(", "));

    private static final int ROWS_AT_ONCE = 500;

    /// One row, and where it stands in the order of all.
    private record Place(long id, long at, ChangeEntry entry) {

        boolean isWith(Place other) {
            return at == other.at
                    && entry.origin().at() == other.entry.origin().at()
                    && entry.incarnation() == other.entry.incarnation()
                    && entry.thing().equals(other.entry.thing());
        }
    }

    public Page<Change> page(ChangeQuery query) throws SQLException {
        Where where = where(query);
        String list = list(query);
        Where after = query.cursor()
                .map(text -> RowCursor.decode(text, list))
                .map(ChangeReader::after)
                .orElse(Where.ANY);
        List<Place> rows = new ArrayList<>();
        String from = from(query);
        boolean more = read(
                from,
                where.and(after).and(new Where(" order by change.at desc, change.id", List.of())),
                query.limit(),
                rows);
        Optional<String> next = more
                ? Optional.of(new RowCursor(
                                Long.toString(rows.getLast().at()),
                                Long.toString(rows.getLast().id()))
                        .encode(list))
                : Optional.empty();
        return new Page<>(changes(rows), total(from, where), next);
    }

    /// The latest that were recorded, if they were seen after a moment.
    public List<Change> recorded(long seenAfter, int limit) throws SQLException {
        List<Place> rows = new ArrayList<>();
        read(
                ALL,
                new Where(
                        " and change.seen > ? and change.id > (select coalesce(max(id), 0) - ? from change) order by"
                                + " change.id desc",
                        List.of(seenAfter, limit)),
                limit,
                rows);
        return changes(rows.reversed()).reversed();
    }

    /// Reads the rows of so many changes; returns whether there are more.
    private boolean read(String from, Where where, int limit, List<Place> rows) throws SQLException {
        int changes = 0;
        try (PreparedStatement statement = versions.connection().prepareStatement(COLUMNS + from + where.sql())) {
            statement.setFetchSize(ROWS_AT_ONCE);
            statement.setInt(1, versions.cluster());
            where.bind(statement, 2);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Place place = place(row);
                    if (rows.isEmpty() || !place.isWith(rows.getLast())) {
                        if (changes++ == limit) {
                            return true;
                        }
                    }
                    rows.add(place);
                }
            }
        }
        return false;
    }

    private static Place place(ResultSet row) throws SQLException {
        long at = row.getLong(8);
        long seen = row.getLong(9);
        return new Place(
                row.getLong(1),
                at,
                new ChangeEntry(
                        new Thing(kind(row.getString(2)), row.getString(3), Optional.empty()),
                        row.getInt(4),
                        row.getString(5),
                        Optional.ofNullable(row.getString(6)),
                        Optional.ofNullable(row.getString(7)),
                        Optional.empty(),
                        OptionalInt.empty(),
                        new Origin(
                                seen, Columns.time(row, 10), at == seen ? OptionalLong.empty() : OptionalLong.of(at))));
    }

    private static Kind kind(String word) {
        return Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private List<Change> changes(List<Place> rows) throws SQLException {
        List<ChangeEntry> entries = named(rows.stream().map(Place::entry).toList());
        Map<Long, Cause> causes = new TaskRows(versions.connection(), versions.cluster(), 0)
                .causes(entries.stream()
                        .flatMap(entry -> entry.origin().task().stream().boxed()));
        return new ChangeFolder(causes).foldSteps(entries);
    }

    /// Guests as they were named then.
    private List<ChangeEntry> named(List<ChangeEntry> entries) throws SQLException {
        List<Integer> vmids = entries.stream()
                .filter(entry -> entry.thing().kind() == Kind.GUEST)
                .map(entry -> Integer.valueOf(entry.thing().id()))
                .distinct()
                .toList();
        Map<List<Object>, List<Version>> guests = versions.ofGuests(HistoryTables.GUESTS, vmids, Where.ANY).stream()
                .collect(groupingBy(Version::key));
        return entries.stream()
                .map(entry -> entry.thing().kind() == Kind.GUEST
                        ? entry.named(name(
                                guests.getOrDefault(
                                        List.of(Integer.valueOf(entry.thing().id()), entry.incarnation()), List.of()),
                                entry.origin().at()))
                        : entry)
                .toList();
    }

    /// By the version that held just after a moment, or before it.
    private static Optional<String> name(List<Version> versions, long at) {
        return versions.stream()
                .filter(version -> version.from() <= at && version.to().orElse(Long.MAX_VALUE) >= at)
                .sorted(Comparator.comparingLong(Version::from).reversed())
                .flatMap(version -> version.facts().text(HistoryTables.GUEST_NAME).stream())
                .findFirst();
    }

    private int total(String from, Where where) throws SQLException {
        List<Integer> total = new ArrayList<>();
        versions.query(
                "select count(*) from (select distinct " + TOGETHER + from,
                where.and(new Where(") together", List.of())),
                row -> total.add(row.getInt(1)));
        return total.getFirst();
    }

    /// Where the rows are that a query may want. Those of a guest and its firewall are few and found by their
    /// things: asked for with `or`, SQLite would rather walk through all that happened in the time, as the order is
    /// by that.
    public String from(ChangeQuery query) {
        if (!isWithFirewall(query)) {
            return ALL;
        }
        // Neither is a text of others: the one is a number, the other digits only.
        String vmid = query.id().filter(id -> id.matches("[0-9]{1,9}")).orElse("");
        String place = "guest/" + vmid + "/";
        String cluster = Integer.toString(versions.cluster());
        return " from (select g.id from change g where g.cluster = " + cluster
                + " and g.kind = 'guest' and g.thing = '" + vmid
                + "' union all select f.id from change f where f.cluster = " + cluster + " and f.kind in (" + FIREWALL
                + ") and substr(f.thing, 1, " + place.length() + ") = '" + place
                + "') of_guest cross join change where change.id = of_guest.id and change.cluster = ?";
    }

    private static boolean isWithFirewall(ChangeQuery query) {
        return query.firewall()
                && query.kind().filter(kind -> kind == Kind.GUEST).isPresent()
                && query.id().isPresent();
    }

    private static Where where(ChangeQuery query) {
        Where where = new Where(
                " and change.at > ? and change.at <= ?",
                List.of(query.from().toEpochMilli(), query.to().toEpochMilli()));
        if (query.kind().orElse(null) != Kind.POOL) {
            where = where.and(new Where(" and not (" + TOLD_ELSEWHERE + ")", List.of()));
        }
        return where.and(things(query))
                .and(query.storage().map(ChangeReader::ofStorage))
                .and(query.node().map(node -> any("(o.node = ? or o.field = 'node' and o.old_value = ?)", node, node)))
                .and(query.field()
                        .map(field ->
                                any("(o.field = ? or " + begins("o.field", field + ".") + ")", field, field + ".")))
                .and(query.actor().map(ChangeReader::by));
    }

    private static Where things(ChangeQuery query) {
        return isWithFirewall(query)
                ? Where.ANY
                : Where.ANY
                        .and(query.kind().map(kind -> Where.is("change.kind", ChangeTable.word(kind))))
                        .and(query.id().map(id -> Where.is("change.thing", id)));
    }

    private static Where by(String actor) {
        Where user = Where.isUser("t.user_name", actor);
        return any(
                "exists (select 1 from task t where t.id = o.task" + user.sql() + ")",
                user.values().toArray());
    }

    /// Whether any of what was observed together is like this.
    private static Where any(String condition, Object... values) {
        return new Where(
                " and exists (select 1 from change o where o.cluster = change.cluster and o.kind = change.kind and"
                        + " o.thing = change.thing and o.at = change.at and o.seen = change.seen and o.incarnation ="
                        + " change.incarnation and "
                        + condition + ")",
                List.of(values));
    }

    private static Where ofStorage(String storage) {
        String onNode = storage + "@";
        String volume = storage + ":";
        return new Where(
                " and (change.kind = 'storage' and " + begins("change.thing", onNode)
                        + " or change.kind = 'storage_definition' and change.thing = ? or change.kind = 'backup' and "
                        + begins("change.thing", volume) + ")",
                List.of(onNode, storage, volume));
    }

    /// Unlike `like`, the same on both databases.
    private static String begins(String column, String text) {
        return "substr(" + column + ", 1, " + text.codePointCount(0, text.length()) + ") = ?";
    }

    private static Where after(RowCursor cursor) {
        try {
            long at = Long.parseLong(cursor.value());
            return new Where(
                    " and (change.at < ? or change.at = ? and change.id > ?)",
                    List.of(at, at, Long.parseLong(cursor.id())));
        } catch (NumberFormatException e) {
            throw RowCursor.bad(cursor.value());
        }
    }

    /// What is the same for all pages of this list; its ends may move, as `2h ago` does.
    private static String list(ChangeQuery query) {
        return String.join(
                "|",
                query.cluster(),
                query.kind().toString(),
                query.id().toString(),
                query.node().toString(),
                query.storage().toString(),
                query.actor().toString(),
                query.field().toString(),
                Boolean.toString(query.firewall()));
    }
}
