package io.github.proxmoxmcp.persistence.sql.statement;

import static io.github.proxmoxmcp.persistence.sql.statement.ExpressionKind.BOOLEAN;
import static io.github.proxmoxmcp.persistence.sql.statement.ExpressionKind.DURATION;
import static io.github.proxmoxmcp.persistence.sql.statement.ExpressionKind.INTEGER;
import static io.github.proxmoxmcp.persistence.sql.statement.ExpressionKind.NUMBER;
import static io.github.proxmoxmcp.persistence.sql.statement.ExpressionKind.TEXT;
import static io.github.proxmoxmcp.persistence.sql.statement.ExpressionKind.TIME;
import static io.github.proxmoxmcp.persistence.sql.statement.ExpressionKind.UNKNOWN;

import io.github.proxmoxmcp.persistence.QueryStore.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.CommonTableExpression;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.TableField;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/// Tells what the expressions of one statement are: by the views' columns and by the names that the statement gives.
/// Needed because both databases take a time for a text, and only one of them says so when it is subtracted.
public final class ExpressionKinds {

    private final Supplier<Stream<Column>> columns;
    private final Map<String, List<Field<?>>> named = new HashMap<>();
    private final Set<String> asked = new HashSet<>();

    /// @param columns those of the views that the statement reads, as soon as it is known which
    public ExpressionKinds(Supplier<Stream<Column>> columns) {
        this.columns = columns;
    }

    /// Notes what a part of the statement gives names to.
    public void note(QueryPart part) {
        if (part instanceof QOM.FieldAlias<?> alias && alias.$alias().last() != null) {
            named.computeIfAbsent(String.valueOf(alias.$alias().last()), _ -> new ArrayList<>())
                    .add(alias.$field());
        } else if (part instanceof CommonTableExpression<?> cte && cte.$query() instanceof Select<?> select) {
            List<? extends Name> columns = cte.$derivedColumnList().$columnNames();
            List<Field<?>> values = selected(select);
            for (int i = 0; i < columns.size() && i < values.size(); i++) {
                named.computeIfAbsent(String.valueOf(columns.get(i).last()), _ -> new ArrayList<>())
                        .add(values.get(i));
            }
        }
    }

    /// What a SELECT lists, where no asterisk hides how much that is.
    public static List<Field<?>> selected(Select<?> select) {
        List<Field<?>> fields = new ArrayList<>();
        for (SelectFieldOrAsterisk one : select.$select()) {
            if (!(one instanceof Field<?> field)) {
                return List.of();
            }
            fields.add(field);
        }
        return fields;
    }

    /// What an expression is.
    public ExpressionKind of(@Nullable Field<?> field) {
        return switch (field) {
            case null -> UNKNOWN;
            case Param<?> literal -> literal(literal.getValue());
            case QOM.FieldAlias<?> alias -> of(alias.$field());
            case TableField<?, ?> column -> column(column.getName());
            case QOM.Sub<?> sub -> difference(of(sub.$arg1()), of(sub.$arg2()));
            case QOM.Add<?> add -> sum(of(add.$arg1()), of(add.$arg2()));
            case QOM.Mul<?> mul -> product(of(mul.$arg1()), of(mul.$arg2()));
            case QOM.Div<?> div -> {
                ExpressionKind by = of(div.$arg2());
                yield by == DURATION ? NUMBER : product(of(div.$arg1()), by);
            }
            case QOM.Neg<?> negative -> of(negative.$arg1());
            case QOM.Sum total -> of(total.$field()) == BOOLEAN ? INTEGER : of(total.$field());
            case QOM.Avg avg -> of(avg.$field()) == DURATION ? DURATION : NUMBER;
            case QOM.Cast<?> cast -> cast(of(cast.$field()), cast.$dataType());
            case QOM.ScalarSubquery<?> subquery ->
                of(selected(subquery.$arg1()).stream().findFirst().orElse(null));
            default -> parts(field).isEmpty() ? typed(field) : common(parts(field));
        };
    }

    /// The parts that a value is one of.
    private static List<? extends Field<?>> parts(Field<?> field) {
        return switch (field) {
            case QOM.Max<?> max -> List.of(max.$field());
            case QOM.Min<?> min -> List.of(min.$field());
            case QOM.AnyValue<?> any -> List.of(any.$field());
            case QOM.Round<?> round -> List.of(round.$arg1());
            case QOM.Abs<?> abs -> List.of(abs.$arg1());
            case QOM.Floor<?> floor -> List.of(floor.$arg1());
            case QOM.Ceil<?> ceil -> List.of(ceil.$arg1());
            case QOM.FirstValue<?> first -> List.of(first.$field());
            case QOM.LastValue<?> last -> List.of(last.$field());
            case QOM.Lag<?> lag -> List.of(lag.$field());
            case QOM.Lead<?> lead -> List.of(lead.$field());
            case QOM.Coalesce<?> coalesce -> coalesce.$arg1();
            case QOM.Nvl<?> nvl -> List.of(nvl.$arg1(), nvl.$arg2());
            case QOM.Nullif<?> nullif -> List.of(nullif.$arg1());
            case QOM.Greatest<?> greatest -> greatest.$arg1();
            case QOM.Least<?> least -> least.$arg1();
            case QOM.Iif<?> iif -> List.of(iif.$arg2(), iif.$arg3());
            case QOM.CaseSearched<?> choice ->
                Stream.concat(choice.$when().stream().map(QOM.Tuple2::$2), Stream.ofNullable(choice.$else()))
                        .toList();
            case QOM.CaseSimple<?, ?> choice ->
                Stream.concat(choice.$when().stream().map(QOM.Tuple2::$2), Stream.ofNullable(choice.$else()))
                        .toList();
            default -> List.of();
        };
    }

    /// What all are; a literal text among times is a time, and nothing is known of what is null.
    private ExpressionKind common(Collection<? extends Field<?>> fields) {
        EnumSet<ExpressionKind> kinds = EnumSet.noneOf(ExpressionKind.class);
        for (Field<?> field : fields) {
            if (!(field instanceof Param<?> literal && literal.getValue() == null)) {
                kinds.add(of(field));
            }
        }
        return common(kinds);
    }

    private static ExpressionKind common(EnumSet<ExpressionKind> kinds) {
        if (kinds.size() == 1) {
            return kinds.iterator().next();
        }
        if (kinds.isEmpty() || kinds.contains(UNKNOWN)) {
            return UNKNOWN;
        }
        boolean numbers = kinds.stream().allMatch(ExpressionKind::isNumber);
        boolean texts = kinds.stream().allMatch(ExpressionKind::isText);
        return numbers ? kinds.contains(DURATION) ? DURATION : NUMBER : texts ? TIME : UNKNOWN;
    }

    private ExpressionKind column(String name) {
        if (!asked.add(name)) {
            return UNKNOWN;
        }
        try {
            EnumSet<ExpressionKind> kinds = EnumSet.noneOf(ExpressionKind.class);
            columns.get().filter(column -> column.name().equals(name)).forEach(column -> kinds.add(documented(column)));
            named.getOrDefault(name, List.of()).stream()
                    .map(this::of)
                    .filter(kind -> kind != UNKNOWN)
                    .forEach(kinds::add);
            return common(kinds);
        } finally {
            asked.remove(name);
        }
    }

    private static ExpressionKind documented(Column column) {
        return switch (column.type()) {
            case "boolean" -> BOOLEAN;
            case "text" -> column.unit().isPresent() ? TIME : TEXT;
            default ->
                column.unit().filter("seconds"::equals).isPresent()
                        ? DURATION
                        : column.type().equals("integer") ? INTEGER : NUMBER;
        };
    }

    private static ExpressionKind literal(@Nullable Object value) {
        return switch (value) {
            case null -> UNKNOWN;
            case String text -> text.equals(SqlTimes.NOW_VALUE) ? TIME : TEXT;
            case Boolean _ -> BOOLEAN;
            case Integer _, Long _, Short _, Byte _ -> INTEGER;
            case org.jooq.types.Interval _ -> DURATION;
            case Number _ -> NUMBER;
            default -> TIME;
        };
    }

    private static ExpressionKind difference(ExpressionKind one, ExpressionKind other) {
        return one.isText() && other.isText() ? DURATION : sum(one, other);
    }

    private static ExpressionKind sum(ExpressionKind one, ExpressionKind other) {
        if (one.isText() || other.isText()) {
            return one == DURATION || other == DURATION ? TIME : UNKNOWN;
        }
        if (one == UNKNOWN && other == UNKNOWN) {
            return UNKNOWN;
        }
        return one == DURATION || other == DURATION ? DURATION : one == other ? one : NUMBER;
    }

    private static ExpressionKind product(ExpressionKind one, ExpressionKind other) {
        return one == DURATION || other == DURATION ? DURATION : one == INTEGER && other == INTEGER ? INTEGER : NUMBER;
    }

    private static ExpressionKind cast(ExpressionKind from, DataType<?> type) {
        if (type.isNumeric()) {
            return from == DURATION ? DURATION : type.isInteger() ? INTEGER : NUMBER;
        }
        return type.isTimestamp() || type.isTimestampWithTimeZone()
                ? TIME
                : type.isString() || type.isDateTime() ? TEXT : type.isBoolean() ? BOOLEAN : UNKNOWN;
    }

    private static ExpressionKind typed(Field<?> field) {
        DataType<?> type = field.getDataType();
        return type.isInterval() ? DURATION : cast(UNKNOWN, type);
    }
}
