package io.github.proxmoxmcp.server.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// A list of a tool's answer as a table for people: the same rows, with links, marks and units in words.
///
/// @param caption what it lists, and how much of it is shown
public record TableView(String caption, List<Head> heads, List<List<Cell>> rows) {

    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("vmid", "VMID"),
            Map.entry("cpus", "CPUs"),
            Map.entry("cpu_pct", "CPU %"),
            Map.entry("mem_gib", "Memory GiB"),
            Map.entry("mem_pct", "Memory %"),
            Map.entry("root_disk_pct", "Root disk %"),
            Map.entry("used_pct", "Used %"),
            Map.entry("used_gib", "Used GiB"),
            Map.entry("total_gib", "Total GiB"),
            Map.entry("ip", "IP"),
            Map.entry("id", "ID"),
            Map.entry("mac", "MAC"),
            Map.entry("ip_configured", "IP configured"),
            Map.entry("upid", "UPID"),
            Map.entry("vms", "VMs"));

    /// Columns of words that have a meaning of good or bad.
    private static final Map<String, String> MARKS = Map.ofEntries(
            Map.entry("running", "good"),
            Map.entry("online", "good"),
            Map.entry("available", "good"),
            Map.entry("stopped", "off"),
            Map.entry("disabled", "off"),
            Map.entry("paused", "warn"),
            Map.entry("suspended", "warn"),
            Map.entry("warning", "warn"),
            Map.entry("offline", "bad"),
            Map.entry("critical", "bad"),
            Map.entry("unknown", "unknown"),
            Map.entry("info", "off"));

    private static final Set<String> MARKED = Set.of("status", "severity");

    /// A column.
    ///
    /// @param sorted `ascending` or `descending` if the list is sorted by it; else empty
    /// @param href where it is sorted by this column
    public record Head(String label, boolean number, String sorted, Optional<String> href) {}

    /// A value.
    ///
    /// @param name of its column, for where there is no place for a head
    /// @param mark the class of its sign; empty: it has none
    /// @param id of its link; empty: it has none
    public record Cell(String name, String text, boolean number, String mark, Optional<String> href, String id) {

        Cell linked(String there, String anchor) {
            return new Cell(name, text, number, mark, Optional.of(there), anchor);
        }
    }

    /// @param known columns whose value is unknown where it is absent; of others an absent value means that there is
    ///     none
    /// @param link where a column of a row leads to; empty: nowhere
    public static TableView of(
            String caption,
            AnswerFacts listing,
            Set<String> known,
            BiFunction<String, AnswerFacts, Optional<String>> link) {
        List<String> columns = listing.texts("columns");
        List<AnswerFacts> rows = listing.rows();
        List<Head> heads = columns.stream()
                .map(column -> new Head(
                        label(column),
                        !column.equals(columns.getFirst()) && isNumber(column, rows),
                        "",
                        Optional.empty()))
                .toList();
        List<List<Cell>> cells = new ArrayList<>();
        for (AnswerFacts row : rows) {
            List<Cell> line = new ArrayList<>();
            for (int at = 0; at < columns.size(); at++) {
                String column = columns.get(at);
                Cell cell = cell(column, heads.get(at), row, known.contains(column));
                String anchor = String.join("-", caption.replaceFirst(",.*", ""), String.valueOf(cells.size()), column);
                line.add(link.apply(column, row)
                        .filter(_ -> !cell.text().isEmpty())
                        .map(there -> cell.linked(there, anchor.replaceAll("[^A-Za-z0-9]+", "-")))
                        .orElse(cell));
            }
            cells.add(line);
        }
        return new TableView(caption, heads, cells);
    }

    /// Without links.
    public static TableView of(String caption, AnswerFacts listing) {
        return of(caption, listing, Set.of(), (_, _) -> Optional.empty());
    }

    /// The same, whose columns of these keys can be sorted by.
    ///
    /// @param keys by label of a column what to sort by
    /// @param current what it is sorted by
    public TableView sortedBy(Map<String, String> keys, String current, PageParameters query) {
        return new TableView(
                caption,
                heads.stream()
                        .map(head -> Optional.ofNullable(keys.get(head.label()))
                                .map(key -> new Head(
                                        head.label(),
                                        head.number(),
                                        key.equals(current) ? head.number() ? "descending" : "ascending" : "",
                                        Optional.of(query.with("sort", key).toString())))
                                .orElse(head))
                        .toList(),
                rows);
    }

    /// The same, with those rows only whose text is so.
    public TableView where(Predicate<String> text) {
        return new TableView(
                caption,
                heads,
                rows.stream()
                        .filter(row -> row.stream().map(Cell::text).anyMatch(text))
                        .toList());
    }

    /// The class of the sign of a word that has a meaning of good or bad; empty where it has none.
    public static String mark(String word) {
        return MARKS.getOrDefault(word, "");
    }

    private static Cell cell(String column, Head head, AnswerFacts row, boolean known) {
        boolean isStopped = row.text("status").filter("stopped"::equals).isPresent();
        String text = row.text(column).orElseGet(() -> known ? isStopped ? "–" : "unknown" : "");
        String mark = MARKED.contains(column)
                ? row.values().containsKey("unknown_since") ? "unknown" : mark(text)
                : text.equals("unknown") ? "unknown" : "";
        return new Cell(head.label(), text, head.number(), mark, Optional.empty(), "");
    }

    /// What a name on the wire is called on the page.
    public static String label(String column) {
        String words = column.replace('_', ' ');
        return LABELS.getOrDefault(column, words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
    }

    private static boolean isNumber(String column, List<AnswerFacts> rows) {
        return rows.stream().anyMatch(row -> row.number(column).isPresent())
                && rows.stream()
                        .allMatch(row -> row.number(column).isPresent()
                                || row.text(column).isEmpty());
    }
}
