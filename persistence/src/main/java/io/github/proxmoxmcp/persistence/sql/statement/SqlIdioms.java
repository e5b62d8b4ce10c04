package io.github.proxmoxmcp.persistence.sql.statement;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What people write in the words of one database, said in those that jOOQ's parser knows: `julianday`, `date_trunc`,
/// `strftime`, `to_char`, `glob`. Times are ISO texts, so most of it is the beginning of a text.
public final class SqlIdioms {

    /// Begins a pattern that was written for GLOB.
    public static final char GLOB = '\u0001';

    private static final int MAX_WRITTEN_CHARACTERS = 20_000;

    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\\n]*|(?s:/\\*.*?\\*/)|[0-9]+(?:\\.[0-9]+)?"
                    + "|(?<word>[\\p{L}_$][\\p{L}\\p{N}_$]*)");
    private static final Pattern OPENING = Pattern.compile("\\s*\\(");
    private static final Pattern CALLED = Pattern.compile("\\s*\\(\\s*[0-9]?\\s*\\)");
    private static final Pattern PATTERN = Pattern.compile("\\s*'");
    private static final Pattern AS_INTERVAL = Pattern.compile("\\s*::\\s*interval\\b", Pattern.CASE_INSENSITIVE);

    private static final Set<String> CLOCK =
            Set.of("now", "current_timestamp", "current_date", "localtimestamp", "transaction_timestamp");

    /// Where the parts of a time stand in its text: from, length.
    private static final Map<String, String> PARTS = Map.of(
            "%Y",
            "1, 4", "%m", "6, 2", "%d", "9, 2", "%H", "12, 2", "%M", "15, 2", "%S", "18, 2", "%F", "1, 10", "%T",
            "12, 8");

    private static final Map<String, String> DAYS = Map.of(
            "dow",
            "day_of_week",
            "isodow",
            "iso_day_of_week",
            "doy",
            "day_of_year",
            "seconds",
            "second",
            "minutes",
            "minute",
            "hours",
            "hour");

    private static final Map<String, String> TO_CHAR =
            Map.of("YYYY", "%Y", "MM", "%m", "DD", "%d", "HH24", "%H", "MI", "%M", "SS", "%S");

    private static final Map<String, String> BEGINNING = Map.of(
            "second", "19|.000Z",
            "minute", "16|:00.000Z",
            "hour", "13|:00:00.000Z",
            "day", "10|T00:00:00.000Z",
            "month", "7|-01T00:00:00.000Z",
            "year", "4|-01-01T00:00:00.000Z");

    private SqlIdioms() {}

    /// The statement in plain words.
    ///
    /// @throws IllegalArgumentException with a reason where there is no such way to say it
    public static String plain(String statement) {
        StringBuilder plain = new StringBuilder();
        Matcher token = TOKEN.matcher(statement);
        int at = 0;
        while (token.find(at)) {
            plain.append(statement, at, token.start());
            at = next(statement, token, plain);
        }
        return plain.append(statement.substring(at)).toString();
    }

    /// Writes one token; where to go on.
    private static int next(String statement, Matcher token, StringBuilder plain) {
        String word = Optional.ofNullable(token.group("word")).orElse("").toLowerCase(Locale.ROOT);
        int end = token.end();
        if (word.isEmpty()) {
            Matcher cast = AS_INTERVAL.matcher(statement).region(end, statement.length());
            boolean interval = token.group().startsWith("'") && cast.lookingAt();
            plain.append(interval ? "interval " : "").append(token.group());
            return interval ? cast.end() : end;
        }
        if (CLOCK.contains(word)) {
            Matcher called = CALLED.matcher(statement).region(end, statement.length());
            boolean calls = called.lookingAt();
            if (calls || !word.equals("now")) {
                plain.append(word.equals("current_date") ? "substr(" + SqlTimes.NOW + ", 1, 10)" : SqlTimes.NOW);
                return calls ? called.end() : end;
            }
        }
        Matcher pattern = PATTERN.matcher(statement).region(end, statement.length());
        if (word.equals("glob") && pattern.lookingAt()) {
            plain.append("like '").append(GLOB);
            return pattern.end();
        }
        Matcher opening = OPENING.matcher(statement).region(end, statement.length());
        if (opening.lookingAt()) {
            List<String> arguments = new ArrayList<>();
            int closed = arguments(statement, opening.end(), arguments);
            Optional<String> call = closed < 0 ? Optional.empty() : call(word, arguments);
            if (call.isPresent()) {
                // A call may write its argument several times: nested ones would fill the memory.
                if (call.get().length() > MAX_WRITTEN_CHARACTERS) {
                    throw new IllegalArgumentException(word + "() is nested too deeply");
                }
                plain.append(call.get());
                return closed;
            }
        }
        plain.append(token.group());
        return end;
    }

    /// Collects what stands between commas until the closing parenthesis; where it goes on, -1 if it is not closed.
    private static int arguments(String statement, int from, List<String> found) {
        int depth = 0;
        int start = from;
        Matcher string = TOKEN.matcher(statement);
        for (int i = from; i < statement.length(); i++) {
            char letter = statement.charAt(i);
            if ("'\"`-/".indexOf(letter) >= 0
                    && string.region(i, statement.length()).lookingAt()) {
                i = string.end() - 1;
            } else if (letter == '(') {
                depth++;
            } else if (depth == 0 && (letter == ',' || letter == ')')) {
                found.add(statement.substring(start, i).strip());
                start = i + 1;
                if (letter == ')') {
                    return i + 1;
                }
            } else if (letter == ')') {
                depth--;
            }
        }
        return -1;
    }

    private static Optional<String> call(String name, List<String> arguments) {
        int count = arguments.size();
        return Optional.ofNullable(
                switch (name) {
                    case "julianday" -> "(2440587.5 + date_part('epoch', " + time(name, arguments) + ") / 86400.0)";
                    case "unixepoch" -> "date_part('epoch', " + time(name, arguments) + ")";
                    case "datetime" -> "(" + time(name, arguments) + ")";
                    case "date" -> "substr(" + time(name, arguments) + ", 1, 10)";
                    case "time" -> "substr(" + time(name, arguments) + ", 12, 8)";
                    case "strftime" ->
                        formatted(literal(name, arguments.getFirst()), time(name, arguments.subList(1, count)));
                    case "to_char" ->
                        count == 2
                                ? formatted(toChar(literal(name, arguments.get(1))), plain(arguments.getFirst()))
                                : null;
                    case "date_trunc" ->
                        count == 2 ? truncated(literal(name, arguments.getFirst()), plain(arguments.get(1))) : null;
                    case "age", "timediff" ->
                        count == 2
                                ? "((" + plain(arguments.getFirst()) + ") - (" + plain(arguments.get(1)) + "))"
                                : "(" + SqlTimes.NOW + " - (" + plain(arguments.getFirst()) + "))";
                    case "extract" -> count == 1 ? part(arguments.getFirst()) : null;
                    case "date_part" ->
                        count == 2 ? part(literal(name, arguments.getFirst()) + " from " + arguments.get(1)) : null;
                    case "group_concat" ->
                        count == 2
                                ? "string_agg(" + plain(arguments.getFirst()) + ", " + plain(arguments.get(1)) + ")"
                                : null;
                    case "datediff", "date_diff", "timestampdiff" ->
                        throw new IllegalArgumentException(
                                name + "() is not known here; a time minus a time is a duration in seconds");
                    case "dateadd", "date_add", "date_sub", "timestampadd", "to_date", "to_timestamp" ->
                        throw new IllegalArgumentException(name
                                + "() is not known here; times are ISO texts: started_at + interval '1 day',"
                                + " '2026-11-20T10:00'");
                    default -> null;
                });
    }

    /// A time as SQLite takes it: what is meant, then changes such as `-1 day`.
    private static String time(String function, List<String> arguments) {
        if (arguments.isEmpty()) {
            return SqlTimes.NOW;
        }
        String first = arguments.getFirst();
        String time = first.equalsIgnoreCase("'now'") ? SqlTimes.NOW : "(" + plain(first) + ")";
        for (String change : arguments.subList(1, arguments.size())) {
            String text = literal(function, change).toLowerCase(Locale.ROOT);
            if (text.startsWith("start of ")) {
                time = truncated(text.substring("start of ".length()), time);
            } else if (text.matches("[+-]? *[0-9.]+ +[a-z]+")) {
                boolean minus = text.startsWith("-");
                time = "(" + time + (minus ? " - " : " + ") + "interval '" + text.replaceFirst("^[+-] *", "") + "')";
            } else if (!text.matches("utc|subsec|subsecond|auto")) {
                throw new IllegalArgumentException(
                        function + "() takes no " + change + " here; write now() - interval '1 day'");
            }
        }
        return time;
    }

    /// The days of weeks and years have longer names in jOOQ.
    private static String part(String taken) {
        String[] parts = taken.split("\\s+", 2);
        String name = DAYS.getOrDefault(parts[0].toLowerCase(Locale.ROOT), parts[0]);
        return "extract(" + name + " " + (parts.length > 1 ? plain(parts[1]) : "") + ")";
    }

    private static String literal(String function, String text) {
        if (!text.matches("'[^']*'")) {
            throw new IllegalArgumentException(function + "() takes a plain text here, not " + text);
        }
        return text.substring(1, text.length() - 1);
    }

    private static String toChar(String format) {
        Matcher parts =
                Pattern.compile("YYYY|MM|DD|HH24|MI|SS|\"[^\"]*\"|[A-Za-z]+").matcher(format);
        return parts.replaceAll(part -> {
            String found = part.group();
            if (found.startsWith("\"") || found.equals("T") || found.equals("Z")) {
                return Matcher.quoteReplacement(found.replace("\"", ""));
            }
            return Optional.ofNullable(TO_CHAR.get(found))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "to_char() does not know '" + found + "' here, only YYYY, MM, DD, HH24, MI, SS"));
        });
    }

    private static String formatted(String format, String time) {
        if (format.equals("%s")) {
            return "date_part('epoch', " + time + ")";
        }
        if (format.equals("%w") || format.equals("%j")) {
            return "date_part('" + (format.equals("%w") ? "dow" : "doy") + "', " + time + ")";
        }
        Matcher part = Pattern.compile("%.|[^%]+").matcher(format);
        List<String> texts = new ArrayList<>();
        while (part.find()) {
            String found = part.group();
            if (found.startsWith("%") && !PARTS.containsKey(found)) {
                throw new IllegalArgumentException("'" + found + "' is not known here, only "
                        + PARTS.keySet().stream().sorted().collect(joining(", ")));
            }
            texts.add(
                    found.startsWith("%")
                            ? "substr(" + time + ", " + PARTS.get(found) + ")"
                            : "'" + found.replace("'", "''") + "'");
        }
        return texts.isEmpty() ? "''" : "(" + String.join(" || ", texts) + ")";
    }

    private static String truncated(String unit, String time) {
        String known = unit.toLowerCase(Locale.ROOT);
        if (known.equals("week")) {
            String monday = "(" + time + ") - interval '1 second' * 86400 * (date_part('isodow', " + time + ") - 1)";
            return truncated("day", monday);
        }
        String beginning = Optional.ofNullable(BEGINNING.get(known))
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + unit + "' is no part of a time; there are second, minute, hour, day, week, month, year"));
        String[] parts = beginning.split("\\|");
        return "(substr(" + time + ", 1, " + parts[0] + ") || '" + parts[1] + "')";
    }
}
