package io.github.proxmoxmcp.persistence.sql.view;

import io.github.proxmoxmcp.persistence.sql.database.Similarity;
import io.github.proxmoxmcp.persistence.sql.statement.SqlIdioms;
import io.github.proxmoxmcp.persistence.sql.statement.SqlTimes;
import io.github.proxmoxmcp.persistence.value.StoreException.BadQuery;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says what is wrong with a statement: short, in words of its author, with what may have been meant and what the views
/// that it names have.
public final class QueryErrors {

    private static final int MAX_BYTES = 590;
    private static final int MAX_REASON_CHARACTERS = 300;

    private static final Pattern UNKNOWN_FUNCTION =
            Pattern.compile("Unknown function: .*?(?<name>[\\p{L}_][\\p{L}\\p{N}_.]*)\\s*\\(?\\[\\*]", Pattern.DOTALL);
    private static final Pattern PLACE =
            Pattern.compile("(?<what>.*?): \\[[0-9:]+] (?<before>.*)\\[\\*](?<after>.*)", Pattern.DOTALL);
    private static final Pattern UNKNOWN_COLUMN =
            Pattern.compile("no such column: (?<sqlite>[^)\\s]+)|column \"?(?<postgres>[^\"\\s]+)\"? does not exist");

    /// Those that people ask for and that are there.
    private static final List<String> FUNCTIONS = List.of(
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "string_agg",
            "group_concat",
            "median",
            "row_number",
            "rank",
            "lag",
            "lead",
            "lower",
            "upper",
            "length",
            "substr",
            "replace",
            "trim",
            "strpos",
            "instr",
            "split_part",
            "concat",
            "abs",
            "round",
            "floor",
            "ceil",
            "coalesce",
            "nullif",
            "greatest",
            "least",
            "iif",
            "now",
            "extract",
            "date_part",
            "date_trunc",
            "date",
            "strftime",
            "julianday",
            "unixepoch",
            "age",
            "to_char",
            "cast");

    private final Collection<String> read;

    /// @param read the views that the statement names, as far as it was understood
    public QueryErrors(Collection<String> read) {
        this.read = read;
    }

    public BadQuery notRun(String reason) {
        return error("The query was not run: ", reason, columns());
    }

    public BadQuery noView(String name) {
        List<String> views = SqlViews.ALL.stream().map(SqlView::name).toList();
        return error(
                "The query was not run: ",
                "there is no view '" + name + "'"
                        + (name.contains("pending")
                                ? ", what waits for a guest's next start is told by get_guest"
                                : meant(name, views)),
                "Views: " + String.join(", ", views));
    }

    /// What jOOQ's parser did not understand.
    public BadQuery unparsed(String message) {
        Matcher function = UNKNOWN_FUNCTION.matcher(message);
        if (function.find()) {
            String name = function.group("name");
            return notRun("there is no function '" + name + "' here" + meant(name, FUNCTIONS));
        }
        Matcher place = PLACE.matcher(message.replace(SqlIdioms.GLOB, ' ').replace(SqlTimes.NOW, "now()"));
        return notRun(
                place.matches()
                        ? place.group("what").toLowerCase(Locale.ROOT) + " at " + end(place.group("before"), 40)
                                + "[here]" + beginning(place.group("after"), 25)
                        : message);
    }

    /// What the database said of a statement that could be written.
    public BadQuery failed(String message) {
        Matcher column = UNKNOWN_COLUMN.matcher(message);
        if (column.find()) {
            String name = Optional.ofNullable(column.group("sqlite"))
                    .orElseGet(() -> column.group("postgres"))
                    .replaceAll("[`\"]", "");
            String last = name.substring(name.lastIndexOf('.') + 1);
            List<String> columns = views().stream()
                    .flatMap(view -> view.columns().stream())
                    .distinct()
                    .toList();
            return notRun("there is no column '" + name + "'" + meant(last, columns));
        }
        return error("The query failed: ", message.replaceFirst("^ERROR: |^\\[[A-Z_]+] ", ""), columns());
    }

    private static String meant(String name, Collection<String> there) {
        List<String> near = Similarity.nearest(name, there, 10).stream()
                .sorted(Comparator.comparingInt(one -> Math.abs(one.length() - name.length())))
                .limit(2)
                .toList();
        return near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near) + "?";
    }

    private List<SqlView> views() {
        return SqlViews.ALL.stream().filter(view -> read.contains(view.name())).toList();
    }

    private String columns() {
        return views().isEmpty()
                ? "Views: "
                        + String.join(
                                ", ", SqlViews.ALL.stream().map(SqlView::name).toList())
                : String.join(
                        "; ",
                        views().stream()
                                .map(view -> view.name() + "(" + String.join(", ", view.columns()) + ")")
                                .toList());
    }

    private static BadQuery error(String what, String reason, String help) {
        String said = what + beginning(reason, MAX_REASON_CHARACTERS);
        said += said.endsWith("?") ? " " : ". ";
        int room = MAX_BYTES - said.getBytes(StandardCharsets.UTF_8).length;
        return new BadQuery(said + (help.length() <= room ? help : cut(help, room - 4) + " …"));
    }

    /// Whole names only.
    private static String cut(String list, int room) {
        int end = list.lastIndexOf(", ", Math.max(0, room));
        return end < 0 ? "" : list.substring(0, end + 1);
    }

    private static String beginning(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    private static String end(String text, int length) {
        return text.length() <= length ? text : "…" + text.substring(text.length() - length);
    }
}
