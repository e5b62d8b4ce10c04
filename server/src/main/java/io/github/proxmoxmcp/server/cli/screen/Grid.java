package io.github.proxmoxmcp.server.cli.screen;

import io.github.proxmoxmcp.server.tool.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows of values in columns that line up and fit a terminal: the widest columns give way first, numbers stand right.
public final class Grid {

    private static final int GAP = 2;
    private static final int LEAST = 10;

    private final List<List<String>> lines = new ArrayList<>();
    private final int columns;

    public Grid(List<String> heading, List<? extends List<? extends @Nullable Object>> rows) {
        columns = heading.size();
        lines.add(heading.stream().map(Printable::line).toList());
        rows.forEach(row -> lines.add(IntStream.range(0, columns)
                .mapToObj(i -> i < row.size() ? cell(row.get(i)) : "")
                .toList()));
    }

    private static String cell(@Nullable Object value) {
        return Optional.<Object>ofNullable(value)
                .map(present -> present instanceof List<?> list
                        ? String.join(";", list.stream().map(String::valueOf).toList())
                        : present.toString())
                .map(Printable::line)
                .orElse("");
    }

    /// The heading first.
    public List<String> lines(int width) {
        int[] widths = widths(width);
        if (IntStream.of(widths).sum() + GAP * (columns - 1) > width) {
            return records(width);
        }
        List<String> shown = new ArrayList<>();
        for (int row = 0; row < lines.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                line.append(padded(lines.get(row).get(column), widths[column], number(column)));
                line.append(" ".repeat(GAP));
            }
            shown.add(line.toString().stripTrailing());
        }
        return shown;
    }

    /// Where the columns do not fit beside each other: a line for each value, and a blank one after each row.
    private List<String> records(int width) {
        List<String> shown = new ArrayList<>();
        for (List<String> row : lines.subList(1, lines.size())) {
            for (int column = 0; column < columns; column++) {
                if (!row.get(column).isEmpty()) {
                    Screen.fitted(lines.getFirst().get(column) + ": " + row.get(column), width)
                            .lines()
                            .forEach(shown::add);
                }
            }
            shown.add("");
        }
        return shown;
    }

    private int[] widths(int width) {
        int[] widths = IntStream.range(0, columns)
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        int room = width - GAP * (columns - 1);
        while (IntStream.of(widths).sum() > room) {
            int widest = IntStream.range(0, columns)
                    .reduce((one, other) -> widths[other] > widths[one] ? other : one)
                    .orElse(0);
            if (widths[widest] <= LEAST) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private boolean number(int column) {
        return lines.size() > 1
                && lines.stream()
                        .skip(1)
                        .map(line -> line.get(column))
                        .allMatch(text -> text.isEmpty() || text.matches("-?\\d+(\\.\\d+)?"));
    }

    private static String padded(String text, int width, boolean right) {
        String cut = text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
        String room = " ".repeat(width - cut.length());
        return right ? room + cut : cut + room;
    }
}
