package io.github.proxmoxmcp.persistence.value;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads moments as people say them: `now`, `2h ago`, `yesterday 14:00`, `2026-11-20`, or a state snapshot's name.
public final class Moments {

    private static final String FORMS =
            "now, a time (2026-11-20T10:00, with or without Z or an offset), a date (2026-11-20), today or yesterday or"
                    + " last monday (with or without a time: yesterday 14:00), 14:00, 30min ago, 2h ago, 3 days ago,"
                    + " 1 week ago, or the name of a state snapshot";

    private static final Pattern AGO = Pattern.compile("(?<count>[0-9]{1,6}) ?(?<unit>[a-z]+) ago");
    private static final Pattern DAY = Pattern.compile(
            "(?<day>today|yesterday|(?:last )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
                    + "|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:(?: at)? (?<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?))?");
    private static final Pattern TIME = Pattern.compile("[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?");
    private static final Pattern ISO = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[t ].*");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("H:mm[:ss]", Locale.ROOT);

    private final ZonedDateTime now;

    private Moments(ZonedDateTime now) {
        this.now = now;
    }

    /// The moment that a text means.
    ///
    /// @param zone that of local times and days
    /// @param snapshots finds the moment that a state snapshot names
    /// @throws IllegalArgumentException with a message that lists the forms
    public static Moment parse(String text, ZoneId zone, Instant now, Function<String, Optional<Instant>> snapshots) {
        String said = folded(text);
        if (said.equals("now")) {
            return Moment.now();
        }
        try {
            return new Moments(now.atZone(zone))
                    .said(said)
                    .or(() -> snapshots.apply(text.strip()))
                    .map(Moment::at)
                    .orElseThrow(() -> unknown(text, ""));
        } catch (DateTimeException e) {
            throw unknown(text, " (" + e.getMessage() + ")");
        }
    }

    /// Whether a text is a way to say a moment, even one that never was, so that no state snapshot may be named so.
    public static boolean isReserved(String name) {
        String said = folded(name);
        return said.equals("now")
                || Stream.of(AGO, DAY, TIME, ISO)
                        .anyMatch(form -> form.matcher(said).matches());
    }

    private static IllegalArgumentException unknown(String text, String why) {
        return new IllegalArgumentException(
                "'" + text + "' is neither a moment nor a state snapshot" + why + ". Give " + FORMS);
    }

    private static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }

    private Optional<Instant> said(String text) {
        return ago(text).or(() -> day(text)).or(() -> clock(text)).or(() -> iso(text));
    }

    private Optional<Instant> ago(String text) {
        Matcher ago = AGO.matcher(text);
        if (!ago.matches()) {
            return Optional.empty();
        }
        int count = Integer.parseInt(ago.group("count"));
        return Optional.ofNullable(
                        switch (ago.group("unit")) {
                            case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(count);
                            case "m", "min", "mins", "minute", "minutes" -> Duration.ofMinutes(count);
                            case "h", "hour", "hours" -> Duration.ofHours(count);
                            // Days have 23 to 25 hours: of these the same time of day is meant.
                            case "d", "day", "days" -> Period.ofDays(count);
                            case "w", "week", "weeks" -> Period.ofWeeks(count);
                            case "month", "months" -> Period.ofMonths(count);
                            default -> null;
                        })
                .map(amount -> now.minus(amount).toInstant());
    }

    private Optional<Instant> day(String text) {
        Matcher day = DAY.matcher(text);
        if (!day.matches()) {
            return Optional.empty();
        }
        LocalTime time = Optional.ofNullable(day.group("time"))
                .map(clock -> LocalTime.parse(clock, CLOCK))
                .orElse(LocalTime.MIDNIGHT);
        LocalDate date = date(day.group("day").replace("last ", ""));
        return Optional.of(date.atTime(time).atZone(now.getZone()).toInstant());
    }

    private LocalDate date(String day) {
        LocalDate today = now.toLocalDate();
        return switch (day) {
            case "today" -> today;
            case "yesterday" -> today.minusDays(1);
            default ->
                Character.isDigit(day.charAt(0))
                        ? LocalDate.parse(day)
                        : today.with(TemporalAdjusters.previous(DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT))));
        };
    }

    /// A time of day is the last one that was: 23:00 said at noon is yesterday's.
    private Optional<Instant> clock(String text) {
        if (!TIME.matcher(text).matches()) {
            return Optional.empty();
        }
        ZonedDateTime time = now.with(LocalTime.parse(text, CLOCK));
        return Optional.of((time.isAfter(now) ? time.minusDays(1) : time).toInstant());
    }

    private Optional<Instant> iso(String text) {
        if (!ISO.matcher(text).matches()) {
            return Optional.empty();
        }
        String iso = text.toUpperCase(Locale.ROOT).replace(' ', 'T');
        return Optional.of(
                iso.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})")
                        ? ZonedDateTime.parse(iso, DateTimeFormatter.ISO_ZONED_DATE_TIME)
                                .toInstant()
                        : LocalDateTime.parse(iso).atZone(now.getZone()).toInstant());
    }
}
