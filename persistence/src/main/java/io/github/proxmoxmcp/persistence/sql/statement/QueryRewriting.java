package io.github.proxmoxmcp.persistence.sql.statement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.VisitContext;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jooq.impl.SQLDataType;
import org.jooq.types.Interval;
import org.jspecify.annotations.Nullable;

/// Gives the parts of a statement that the databases take differently one meaning on both: times and durations,
/// patterns, booleans, joined texts.
public final class QueryRewriting {

    /// Between two texts while they are joined; in no text of a cluster.
    private static final String BETWEEN = "char(31)";

    private final boolean sqlite;
    private final SqlTimes times;
    private final ExpressionKinds kinds;

    /// @param sqlite whether it is written for SQLite, or else for PostgreSQL
    public QueryRewriting(boolean sqlite, ExpressionKinds kinds) {
        this.sqlite = sqlite;
        this.times = new SqlTimes(sqlite);
        this.kinds = kinds;
    }

    /// Puts what is meant in the place of a part that is about to be rendered.
    public void visit(VisitContext context) {
        QueryPart written = context.queryPart();
        other(written).ifPresent(context::queryPart);
    }

    /// What stands for a part.
    ///
    /// @throws IllegalArgumentException with a reason where it would mean something else than was meant
    private Optional<? extends QueryPart> other(@Nullable QueryPart part) {
        return switch (part) {
            case QOM.Sub<?> sub -> moved(sub.$arg1(), sub.$arg2(), true);
            case QOM.Add<?> add -> moved(add.$arg1(), add.$arg2(), false);
            case QOM.Extract<?> extract -> Optional.of(extracted(extract));
            case QOM.Cast<?> cast -> cast(cast);
            case Param<?> literal -> literal(literal);
            case QOM.Like like -> Optional.of(like(like.$value(), like.$pattern(), like.$escape(), false));
            case QOM.NotLike like -> Optional.of(like(like.$value(), like.$pattern(), like.$escape(), true));
            case QOM.LikeIgnoreCase like -> Optional.of(like(like.$value(), like.$pattern(), like.$escape(), false));
            case QOM.NotLikeIgnoreCase like -> Optional.of(like(like.$value(), like.$pattern(), like.$escape(), true));
            case QOM.ListAgg joined -> Optional.of(joined(joined));
            case QOM.Round<?> round
            when round.$arg2() != null && !sqlite ->
                Optional.of(DSL.field("round(cast({0} as numeric), {1})", round.$arg1(), round.$arg2()));
            case QOM.Trunc<?> trunc -> Optional.of(truncated(trunc.$arg1(), trunc.$arg2()));
            case QOM.Div<?> division when !sqlite -> Optional.of(divided(division));
            case QOM.SplitPart split when sqlite -> Optional.of(split(split));
            case QOM.CompareCondition<?, ?> comparison -> compared(comparison);
            case QOM.InList<?> list -> listed(list.$field(), list.$list(), false);
            case QOM.NotInList<?> list -> listed(list.$field(), list.$list(), true);
            case QOM.Between<?> between -> between(between);
            case QOM.Sum sum
            when kinds.of(sum.$field()) == ExpressionKind.BOOLEAN ->
                Optional.of(DSL.field("sum(case when {0} then 1 else 0 end)", sum.$field()));
            case null, default -> Optional.empty();
        };
    }

    private Optional<Field<?>> moved(Field<?> one, Field<?> two, boolean back) {
        ExpressionKind first = kinds.of(one);
        ExpressionKind second = kinds.of(two);
        if (back && first.isText() && second.isText()) {
            return Optional.of(times.between(time(one), time(two)));
        }
        if (first.isText() && second == ExpressionKind.DURATION) {
            return Optional.of(moved(time(one), two, back ? -1 : 1));
        }
        if (!back && second.isText() && first == ExpressionKind.DURATION) {
            return Optional.of(moved(time(two), one, 1));
        }
        if (first.isText() && second.isNumber()) {
            throw new IllegalArgumentException(
                    "a number alone is no duration: write interval '7 days', or interval '1 second' * 7");
        }
        if (first.isText() || second.isText() || (first == second && first == ExpressionKind.UNKNOWN)) {
            throw new IllegalArgumentException("it cannot be told whether both sides of " + (back ? "-" : "+")
                    + " are numbers or times: give columns of subqueries names of their own, or cast to numeric");
        }
        return Optional.empty();
    }

    private Field<?> moved(Field<?> time, Field<?> duration, int sign) {
        return duration instanceof Param<?> literal && literal.getValue() instanceof Interval
                ? times.moved(time, literal, sign < 0)
                : times.moved(time, duration, sign < 0);
    }

    private Field<?> extracted(QOM.Extract<?> extract) {
        String part = extract.$datePart().name();
        Field<?> from = extract.$field();
        return (kinds.of(from).isNumber() ? times.partOfDuration(part, from) : times.part(part, time(from)))
                .orElseThrow(() -> new IllegalArgumentException("'" + part.toLowerCase(Locale.ROOT)
                        + "' is no part of a time; there are epoch, year, quarter, month, week, day, hour, minute,"
                        + " second"));
    }

    /// Times are texts, whatever somebody casts them to.
    private static Optional<Field<?>> cast(QOM.Cast<?> cast) {
        if (cast.$dataType().isDate()) {
            return Optional.of(DSL.field("substr({0}, 1, 10)", SQLDataType.VARCHAR, time(cast.$field())));
        }
        if (cast.$dataType().isTimestamp() || cast.$dataType().isTimestampWithTimeZone()) {
            return Optional.of(DSL.field("coalesce({0}, null)", SQLDataType.VARCHAR, time(cast.$field())));
        }
        return "clob".equalsIgnoreCase(cast.$dataType().getTypeName())
                ? Optional.of(DSL.field("cast({0} as text)", SQLDataType.VARCHAR, cast.$field()))
                : Optional.empty();
    }

    private Optional<Field<?>> literal(Param<?> literal) {
        Object value = literal.getValue();
        if (value instanceof Interval) {
            return Optional.of(times.duration(literal));
        }
        return Optional.ofNullable(value).flatMap(SqlTimes::ofValue).map(DSL::inline);
    }

    /// A written time in the form that the views have.
    private static Field<?> time(Field<?> field) {
        return field instanceof Param<?> literal && literal.getValue() instanceof String text
                ? SqlTimes.asShown(text).<Field<?>>map(DSL::inline).orElse(field)
                : field;
    }

    /// Letters A to Z are those of a to z, on both databases; nothing is an escape unless it is named. What was GLOB
    /// tells them apart.
    private Condition like(Field<?> value, Field<String> pattern, @Nullable Character escape, boolean not) {
        Field<?> text = kinds.of(value).isText() ? value : value.cast(SQLDataType.VARCHAR);
        String operator = not ? "not " : "";
        if (pattern instanceof Param<?> literal
                && literal.getValue() instanceof String glob
                && glob.startsWith(String.valueOf(SqlIdioms.GLOB))) {
            String given = glob.substring(1);
            if (sqlite) {
                return DSL.condition("{0} " + operator + "glob {1}", text, DSL.inline(given));
            }
            if (given.indexOf('[') >= 0) {
                throw new IllegalArgumentException("GLOB knows * and ? here, no [sets]");
            }
            String like = given.replaceAll("([!%_])", "!$1").replace('*', '%').replace('?', '_');
            return DSL.condition("{0} " + operator + "like {1} escape '!'", text, DSL.inline(like));
        }
        String escaped =
                escape == null ? sqlite ? "" : " escape ''" : " escape '" + (escape == '\'' ? "''" : escape) + "'";
        return sqlite
                ? DSL.condition("{0} " + operator + "like {1}" + escaped, text, pattern)
                : DSL.condition("({0} collate \"C\") " + operator + "ilike {1}" + escaped, text, pattern);
    }

    /// As SQLite does: PostgreSQL takes a sum of whole numbers for a fraction, and fails for zero.
    private Field<?> divided(QOM.Div<?> division) {
        boolean whole = kinds.of(division.$arg1()) == ExpressionKind.INTEGER
                && kinds.of(division.$arg2()) == ExpressionKind.INTEGER;
        return DSL.field(
                whole ? "div(cast({0} as numeric), nullif({1}, 0))" : "({0} / nullif({1}, 0))",
                division.$arg1(),
                division.$arg2());
    }

    private Field<?> truncated(Field<?> number, @Nullable Field<?> decimals) {
        if (decimals == null
                || (decimals instanceof Param<?> literal && "0".equals(String.valueOf(literal.getValue())))) {
            return DSL.field("trunc({0})", number);
        }
        if (!(decimals instanceof Param<?>)) {
            throw new IllegalArgumentException("trunc() takes a written number of decimals");
        }
        return sqlite
                ? DSL.field("(trunc(({0}) * power(10, {1})) / power(10, {1}))", number, decimals)
                : DSL.field("trunc(cast({0} as numeric), {1})", number, decimals);
    }

    /// The parts of a text are the members of a list in JSON.
    private static Field<?> split(QOM.SplitPart split) {
        return DSL.field(
                "coalesce(json_extract('[' || replace(json_quote(cast({0} as text)), {1}, '\",\"') || ']', '$[' ||"
                        + " (({2}) - 1) || ']'), '')",
                SQLDataType.VARCHAR, split.$arg1(), split.$arg2(), split.$arg3());
    }

    private Field<?> joined(QOM.ListAgg list) {
        if (list.$windowSpecification() != null || list.$windowDefinition() != null || list.$windowName() != null) {
            throw new IllegalArgumentException("texts are not joined over windows, only by GROUP BY");
        }
        Field<?> value = DSL.field("cast({0} as varchar)", SQLDataType.VARCHAR, list.$field());
        Field<?> separator = Optional.<Field<?>>ofNullable(list.$separator()).orElse(DSL.inline(","));
        String order = list.$withinGroupOrderBy().isEmpty() ? "" : " order by {2}";
        String filter = list.$filterWhere() == null ? "" : " filter (where {3})";
        String joined;
        if (!sqlite) {
            joined = "string_agg(" + (list.$distinct() ? "distinct " : "") + "{0}, {1}" + order + ")" + filter;
        } else if (list.$distinct()) {
            // SQLite joins distinct values by commas only, which may stand in the values, too.
            joined = "rtrim(replace(group_concat(distinct {0} || " + BETWEEN + order + ")" + filter + ", " + BETWEEN
                    + " || ',', {1}), " + BETWEEN + ")";
        } else {
            joined = "group_concat({0}, {1}" + order + ")" + filter;
        }
        return DSL.field(
                joined,
                SQLDataType.VARCHAR,
                value,
                separator,
                DSL.list(list.$withinGroupOrderBy().toArray(QueryPart[]::new)),
                list.$filterWhere() == null ? DSL.noCondition() : list.$filterWhere());
    }

    /// A boolean is compared with true, 1, '1' and 'true' alike; a time with what is one.
    private Optional<? extends QueryPart> compared(QOM.CompareCondition<?, ?> comparison) {
        Field<?> one = comparison.$arg1();
        Field<?> two = comparison.$arg2();
        Field<?> right = beside(one, two);
        Field<?> left = beside(two, one);
        if (left.equals(one) && right.equals(two)) {
            return Optional.empty();
        }
        String operator = switch (comparison) {
            case QOM.Eq<?> _ -> "=";
            case QOM.Ne<?> _ -> "<>";
            case QOM.Lt<?> _ -> "<";
            case QOM.Le<?> _ -> "<=";
            case QOM.Gt<?> _ -> ">";
            case QOM.Ge<?> _ -> ">=";
            default -> "";
        };
        return operator.isEmpty()
                ? Optional.empty()
                : Optional.of(DSL.condition("{0} " + operator + " {1}", left, right));
    }

    private Optional<? extends QueryPart> listed(Field<?> field, List<? extends Field<?>> list, boolean not) {
        List<Field<?>> values =
                list.stream().<Field<?>>map(value -> beside(field, value)).toList();
        return values.equals(list)
                ? Optional.empty()
                : Optional.of(DSL.condition(
                        "{0} " + (not ? "not " : "") + "in ({1})", field, DSL.list(values.toArray(QueryPart[]::new))));
    }

    private Optional<? extends QueryPart> between(QOM.Between<?> between) {
        Field<?> from = beside(between.$arg1(), between.$arg2());
        Field<?> to = beside(between.$arg1(), between.$arg3());
        return (from.equals(between.$arg2()) && to.equals(between.$arg3())) || between.$symmetric()
                ? Optional.empty()
                : Optional.of(DSL.condition("{0} between {1} and {2}", between.$arg1(), from, to));
    }

    /// A value as it must be written to be compared with another.
    private Field<?> beside(Field<?> other, Field<?> value) {
        ExpressionKind kind = kinds.of(other);
        if (!(value instanceof Param<?> literal) || literal.getValue() == null) {
            return kind == ExpressionKind.TEXT
                            && kinds.of(value) == ExpressionKind.INTEGER
                            && !(other instanceof Param<?>)
                    ? DSL.field("cast({0} as varchar)", SQLDataType.VARCHAR, value)
                    : value;
        }
        Object given = literal.getValue();
        return switch (kind) {
            case BOOLEAN -> given instanceof Boolean ? value : truth(String.valueOf(given));
            case TIME -> time(given, value);
            case TEXT -> given instanceof Number ? DSL.inline(String.valueOf(given)) : value;
            default -> value;
        };
    }

    private static Field<?> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1", "yes" -> DSL.inline(true);
            case "false", "f", "0", "no" -> DSL.inline(false);
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static Field<?> time(Object given, Field<?> value) {
        if (SqlTimes.ofValue(given).isPresent()) {
            return value;
        }
        String text = String.valueOf(given);
        return Optional.of(given)
                .filter(String.class::isInstance)
                .flatMap(_ -> SqlTimes.asShown(text))
                .<Field<?>>map(DSL::inline)
                .orElseThrow(() -> new IllegalArgumentException("'" + text
                        + "' is no time: write '2026-11-20', '2026-11-20T10:00' (UTC) or now() - interval '1 day'"));
    }
}
