package io.github.proxmoxmcp.persistence.sql.statement;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;
import org.jooq.types.YearToSecond;

/// Reckons with times in SQL. A time is an ISO text in UTC, as the views show it; a duration is a number of seconds.
public final class SqlTimes {

    /// Stands for the moment that `now()` means, until the statement is run.
    static final String NOW_VALUE = "\u0002now";

    public static final String NOW = "'" + NOW_VALUE + "'";

    private static final String SQLITE_FORM = "'%Y-%m-%dT%H:%M:%fZ'";
    private static final String POSTGRES_FORM = "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'";
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /// A time of day with its date, as somebody may write it.
    private static final Pattern WRITTEN = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*");

    /// The beginning of a time, which sorts as its first moment.
    private static final Pattern BEGINNING =
            Pattern.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2}([T ][0-9]{2}(:[0-9]{2}(:[0-9]{2}(\\.[0-9]*)?)?)?Z?)?)?)?");

    /// Of a text, or of a duration.
    private static final Map<String, String> PARTS =
            Map.of("YEAR", "1, 4", "MONTH", "6, 2", "DAY", "9, 2", "HOUR", "12, 2", "MINUTE", "15, 2");

    private static final Map<String, String> SQLITE_PARTS = Map.of(
            "DAY_OF_WEEK", "cast(strftime('%w', {0}) as integer)",
            "ISO_DAY_OF_WEEK", "cast(strftime('%u', {0}) as integer)",
            "DAY_OF_YEAR", "cast(strftime('%j', {0}) as integer)",
            "WEEK", "cast(strftime('%V', {0}) as integer)",
            "QUARTER", "(cast(substr({0}, 6, 2) as integer) + 2) / 3");

    private static final Map<String, String> POSTGRES_PARTS = Map.of(
            "DAY_OF_WEEK", "extract(dow from cast({0} as timestamp))",
            "ISO_DAY_OF_WEEK", "extract(isodow from cast({0} as timestamp))",
            "DAY_OF_YEAR", "extract(doy from cast({0} as timestamp))",
            "WEEK", "extract(week from cast({0} as timestamp))",
            "QUARTER", "extract(quarter from cast({0} as timestamp))");

    private final boolean sqlite;

    SqlTimes(boolean sqlite) {
        this.sqlite = sqlite;
    }

    public static String written(Instant moment) {
        return FORM.format(moment);
    }

    Field<?> between(Field<?> later, Field<?> earlier) {
        return sqlite
                ? DSL.field("round((julianday({0}) - julianday({1})) * 86400.0, 3)", later, earlier)
                : DSL.field("extract(epoch from (cast({0} as timestamp) - cast({1} as timestamp)))", later, earlier);
    }

    /// A time and a duration that is not written down.
    Field<?> moved(Field<?> time, Field<?> seconds, boolean back) {
        String sign = back ? "-" : "";
        return sqlite
                ? DSL.field("strftime(" + SQLITE_FORM + ", {0}, (" + sign + "({1})) || ' seconds')", time, seconds)
                : DSL.field(
                        "to_char(cast({0} as timestamp) + (" + sign + "({1})) * interval '1 second', " + POSTGRES_FORM
                                + ")",
                        time,
                        seconds);
    }

    /// A time and a duration that is written down: months are those of the calendar.
    Field<?> moved(Field<?> time, Param<?> interval, boolean back) {
        int months = months(interval) * (back ? -1 : 1);
        double seconds = seconds(interval) * (back ? -1 : 1);
        return sqlite
                ? DSL.field(
                        "strftime(" + SQLITE_FORM + ", {0}, '" + months + " months', '"
                                + String.format(Locale.ROOT, "%.3f", seconds) + " seconds')",
                        time)
                : DSL.field(
                        "to_char(cast({0} as timestamp) + interval '" + months + " months' + interval '"
                                + String.format(Locale.ROOT, "%.3f", seconds) + " seconds', " + POSTGRES_FORM + ")",
                        time);
    }

    /// As PostgreSQL reckons: a month alone is one of 30 days.
    Field<?> duration(Param<?> interval) {
        return DSL.inline(java.math.BigDecimal.valueOf(seconds(interval) + months(interval) * 30L * 86_400L)
                .stripTrailingZeros());
    }

    Optional<Field<?>> part(String part, Field<?> time) {
        String template = PARTS.containsKey(part)
                ? "cast(substr({0}, " + PARTS.get(part) + ") as integer)"
                : switch (part) {
                    case "SECOND" -> "cast(substr({0}, 18, 6) as numeric)";
                    case "EPOCH" ->
                        sqlite
                                ? "round((julianday({0}) - 2440587.5) * 86400.0, 3)"
                                : "extract(epoch from cast({0} as timestamp))";
                    default -> (sqlite ? SQLITE_PARTS : POSTGRES_PARTS).getOrDefault(part, "");
                };
        return template.isEmpty() ? Optional.empty() : Optional.of(DSL.field("(" + template + ")", time));
    }

    /// Of a duration: its seconds in all, or what a clock would show of it.
    Optional<Field<?>> partOfDuration(String part, Field<?> seconds) {
        String template = switch (part) {
            case "EPOCH" -> "{0}";
            case "DAY" -> "cast(floor(({0}) / 86400) as integer)";
            case "HOUR" -> "(cast(floor(({0}) / 3600) as integer) % 24)";
            case "MINUTE" -> "(cast(floor(({0}) / 60) as integer) % 60)";
            case "SECOND" -> "mod(cast({0} as numeric), 60)";
            default -> "";
        };
        return template.isEmpty() ? Optional.empty() : Optional.of(DSL.field(template, seconds));
    }

    /// A written time as the views write it, so that the texts compare as the times do; absent where it is none.
    static Optional<String> asShown(String text) {
        if (text.equals(NOW_VALUE)) {
            return Optional.of(text);
        }
        if (!WRITTEN.matcher(text).matches()) {
            return BEGINNING.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        }
        String iso = text.replace(' ', 'T').replaceFirst("T(.*)T([+-])", "T$1$2");
        try {
            return Optional.of(written(
                    iso.matches(".*(Z|[+-][0-9]{2}(:?[0-9]{2})?)")
                            ? OffsetDateTime.parse(iso.replaceFirst("([+-][0-9]{2})$", "$1:00"))
                                    .toInstant()
                            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// A value that was written as DATE or TIMESTAMP.
    static Optional<String> ofValue(Object value) {
        return Optional.ofNullable(
                switch (value) {
                    case java.sql.Date date -> date.toString();
                    case java.sql.Timestamp timestamp ->
                        written(timestamp.toLocalDateTime().toInstant(ZoneOffset.UTC));
                    case LocalDate date -> date.toString();
                    case LocalDateTime time -> written(time.toInstant(ZoneOffset.UTC));
                    case OffsetDateTime time -> written(time.toInstant());
                    case Instant time -> written(time);
                    default -> null;
                });
    }

    private static int months(Param<?> interval) {
        return switch (interval.getValue()) {
            case YearToSecond both -> both.getYearToMonth().intValue();
            case YearToMonth months -> months.intValue();
            case null, default -> 0;
        };
    }

    private static double seconds(Param<?> interval) {
        return switch (interval.getValue()) {
            case YearToSecond both -> both.getDayToSecond().getTotalMilli() / 1000.0;
            case DayToSecond seconds -> seconds.getTotalMilli() / 1000.0;
            case null, default -> 0;
        };
    }
}
