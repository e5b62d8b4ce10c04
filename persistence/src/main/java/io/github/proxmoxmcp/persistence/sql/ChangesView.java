package io.github.proxmoxmcp.persistence.sql;

import static io.github.proxmoxmcp.persistence.sql.tables.Tables.TASK;
import static java.util.stream.Collectors.joining;

import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.Moment;
import io.github.proxmoxmcp.persistence.sql.Database.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The view of what changed: one row for each thing that came or went, and for each fact that became another one.
/// Its
/// SQL is written from the descriptions of all kinds in [Temporals].
final class ChangesView {

    private static final Name OUT = DSL.name("c");

    static final SqlView VIEW = new SqlView(
            "changes",
            "One row for each thing that came or went, and for each fact that became another one, up to the moment.",
            SqlView.example("Who changed what since 20 November, the newest first?", """
                select at, user, task_type, kind, id, event, field, before, after
                from changes where at >= '2026-11-20'
                order by at desc limit 50\
                """),
            SqlViews.items(
                    List.of(
                            SqlView.time(
                                    "at",
                                    "when it was observed",
                                    scope -> scope.time(column("at", SQLDataType.BIGINT))),
                            SqlView.text("kind", "guest, node, storage, backup, pool, …", text("kind")),
                            SqlView.text("id", "of a guest the vmid, of a storage name@node, …", text("id")),
                            SqlView.integer("vmid", "the guest that it is about", column("vmid", SQLDataType.INTEGER)),
                            SqlView.text("node", "the node, where the changed row names one", text("node")),
                            SqlView.text("event", "appeared, vanished or altered", text("event")),
                            SqlView.text(
                                    "field", "what was altered: status, config.cores, snapshot.NAME, …", text("field")),
                            SqlView.text("before", "its value before; null: it was not set", text("before")),
                            SqlView.text("after", "its value after; null: it is not set", text("after")),
                            SqlView.text(
                                    "upid",
                                    "the task that did it, where that is certain",
                                    DSL.when(TASK.UPID.notLike(DSL.inline(TaskRows.LOG_LINE + "%")), TASK.UPID)),
                            SqlView.text(
                                    "task_type",
                                    "that task's type; of a change without a task the word of the cluster's log:"
                                            + " update",
                                    TASK.TYPE),
                            SqlView.text(
                                    "user", "who started that task, or made the change without one", TASK.USER_NAME)),
                    List.of()),
            (scope, fields) -> DSL.select(fields)
                    .from(DSL.table("(" + new ChangesView(scope).all() + ")").as(OUT))
                    .leftJoin(TASK)
                    .on(DSL.condition("{0} = {1}", TASK.ID, column("task", SQLDataType.BIGINT))));

    private final ViewScope scope;

    private ChangesView(ViewScope scope) {
        this.scope = scope;
    }

    private String all() {
        return Temporals.ALL.stream()
                .flatMap(kind -> Stream.of(began(kind), altered(kind), ended(kind)))
                .collect(joining(" union all "));
    }

    /// What was not there before. The first look at the cluster as such is no change of it.
    private String began(Temporal kind) {
        String before =
                "select 1 from " + kind.table() + " p where " + sameThing(kind) + " and p.valid_to = t.valid_from";
        return select(kind, "valid_from", "opened_by", kind.isPart() ? "altered" : "appeared")
                + partName(kind) + " as field, cast(null as varchar) as before, " + partValue(kind) + " as after from "
                + kind.table() + " t where " + upTo("valid_from") + " and not exists (" + before + ")"
                + (kind.kind() == Kind.CLUSTER ? " and 1 = 0" : "")
                + wasRead(kind)
                + ownerStays(
                        kind, "o.valid_from < t.valid_from and (o.valid_to is null or o.valid_to >= t.valid_from)");
    }

    private String ended(Temporal kind) {
        String after =
                "select 1 from " + kind.table() + " p where " + sameThing(kind) + " and p.valid_from = t.valid_to";
        return select(kind, "valid_to", "closed_by", kind.isPart() ? "altered" : "vanished")
                + partName(kind) + " as field, " + partValue(kind) + " as before, cast(null as varchar) as after from "
                + kind.table() + " t where t.valid_to is not null and " + upTo("valid_to") + " and not exists (" + after
                + ")"
                + ownerStays(kind, "o.valid_from <= t.valid_to and (o.valid_to is null or o.valid_to > t.valid_to)");
    }

    /// A row for each fact that differs from the version before.
    private String altered(Temporal kind) {
        String names = kind.facts().list().stream()
                .map(fact -> "select '" + fact.name() + "' as field")
                .collect(joining(" union all "));
        String prefix = kind.owner().prefix().isEmpty() ? "" : partName(kind) + " || ";
        String field = kind.isPart() && !prefix.isEmpty() && kind.facts().size() == 1
                ? partName(kind)
                : prefix + (prefix.isEmpty() ? "" : "'.' || ") + "f.field";
        return select(kind, "valid_from", "opened_by", "altered")
                + field + " as field, " + ofFact(kind, "p") + " as before, " + ofFact(kind, "t") + " as after from "
                + kind.table() + " t join " + kind.table() + " p on " + sameThing(kind)
                + " and p.valid_to = t.valid_from cross join (" + names + ") f where " + upTo("valid_from") + " and "
                + ofFact(kind, "p") + " is distinct from " + ofFact(kind, "t");
    }

    private String select(Temporal kind, String time, String task, String event) {
        String id = switch (kind.owner().kind()) {
            case CLUSTER -> "'" + scope.cluster().replace("'", "''") + "'";
            case STORAGE -> "t.name || '@' || t.node";
            case BACKUP -> "t.volume || case t.node when '' then '' else '@' || t.node end";
            default -> "cast(t." + kind.key().name(0) + " as varchar)";
        };
        return "select t." + time + " as at, t." + task + " as task, '"
                + kind.owner().kind().name().toLowerCase(Locale.ROOT) + "' as kind, " + id + " as id, "
                + named(kind, "vmid", "integer") + " as vmid, "
                + (kind.owner().kind() == Kind.NODE ? "t." + kind.key().name(0) : named(kind, "node", "varchar"))
                + " as node, '" + event + "' as event, ";
    }

    private static String named(Temporal kind, String column, String type) {
        return kind.key().find(column).isPresent() || kind.facts().find(column).isPresent()
                ? "t." + column
                : "cast(null as " + type + ")";
    }

    private static String partName(Temporal kind) {
        return !kind.isPart() || kind.owner().prefix().isEmpty()
                ? "cast(null as varchar)"
                : "'" + kind.owner().prefix() + ".' || t."
                        + kind.key().name(kind.key().size() - 1);
    }

    private String partValue(Temporal kind) {
        return kind.isPart()
                ? "coalesce(" + value(kind, kind.owner().value(), "t") + ", 'exists')"
                : "cast(null as varchar)";
    }

    private String ofFact(Temporal kind, String row) {
        return IntStream.range(0, kind.facts().size())
                .mapToObj(column -> " when '" + kind.facts().name(column) + "' then " + value(kind, column, row))
                .collect(joining("", "case f.field", " end"));
    }

    /// A fact as text, the same on both databases.
    private String value(Temporal kind, int column, String row) {
        String name = row + "." + kind.facts().name(column);
        boolean sqlite = scope.dialect() == Dialect.SQLITE;
        return switch (kind.facts().list().get(column).type()) {
            case TEXT -> name;
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

    private static String sameThing(Temporal kind) {
        return "p.cluster = t.cluster"
                + kind.key().list().stream()
                        .map(column -> " and p." + column.name() + " = t." + column.name())
                        .collect(joining());
    }

    private String upTo(String time) {
        return "t.cluster = " + scope.id()
                + switch (scope.moment()) {
                    case Moment.Now _ -> "";
                    case Moment.At(var at) -> " and t." + time + " <= " + at.toEpochMilli();
                };
    }

    /// What was read for the first time became known, it did not change.
    private static String wasRead(Temporal kind) {
        String since = switch (kind.kind()) {
            case GUEST_CONFIG -> "config_since";
            case GUEST_SNAPSHOT -> "snapshots_since";
            default -> "";
        };
        if (!since.isEmpty()) {
            return " and exists (select 1 from guest_detail d where d.cluster = t.cluster and d.vmid = t.vmid"
                    + " and d.incarnation = t.incarnation and d." + since + " < t.valid_from)";
        }
        if (kind.scope().isEmpty()) {
            return "";
        }
        String scope = switch (kind.scope().getAsInt()) {
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
    private static String ownerStays(Temporal kind, String held) {
        if (!kind.isPart() || kind.owner().kind() == Kind.CLUSTER) {
            return "";
        }
        if (kind.owner().prefix().isEmpty()) {
            return " and 1 = 0";
        }
        Temporal owner = Temporals.ALL.stream()
                .filter(one -> one.kind() == kind.owner().kind())
                .findFirst()
                .orElseThrow();
        String same = IntStream.range(0, owner.key().size())
                .mapToObj(column -> " and o." + owner.key().name(column) + " = t."
                        + kind.key().name(column))
                .collect(joining());
        return " and exists (select 1 from " + owner.table() + " o where o.cluster = t.cluster" + same + " and " + held
                + ")";
    }

    private static Field<String> text(String name) {
        return column(name, SQLDataType.VARCHAR);
    }

    private static <T> Field<T> column(String name, DataType<T> type) {
        return DSL.field(OUT.append(name), type);
    }
}
