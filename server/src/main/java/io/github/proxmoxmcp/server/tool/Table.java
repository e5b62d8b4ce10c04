package io.github.proxmoxmcp.server.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows of values under named columns: the compact form of a list, for text and structured content alike.
///
/// @param rows as long as `columns`, or shorter when the values at the end are absent; null where one before is
public record Table(List<String> columns, List<List<@Nullable Object>> rows) {

    /// A table of `things`, made by `columns`. A sparse column that no row has a value for is left out.
    public static <T> Table of(List<T> things, List<Column<T>> columns) {
        List<List<@Nullable Object>> cells =
                columns.stream().map(column -> column.cells(things)).toList();
        List<Integer> shown = IntStream.range(0, columns.size())
                .filter(i -> !columns.get(i).sparse() || cells.get(i).stream().anyMatch(cell -> cell != null))
                .boxed()
                .toList();
        List<List<@Nullable Object>> rows = new ArrayList<>(things.size());
        for (int row = 0; row < things.size(); row++) {
            List<@Nullable Object> values = new ArrayList<>(shown.size());
            for (int column : shown) {
                values.add(cells.get(column).get(row));
            }
            while (!values.isEmpty() && values.getLast() == null) {
                values.removeLast();
            }
            rows.add(values);
        }
        return new Table(shown.stream().map(i -> columns.get(i).name()).toList(), rows);
    }

    /// How a column gets its values. Optionals are unwrapped.
    public record Column<T>(String name, boolean sparse, Function<T, ?> value) {

        /// A column that is always there.
        public static <T> Column<T> of(String name, Function<T, ?> value) {
            return new Column<>(name, false, value);
        }

        /// A column that is there only when some row has a value.
        public static <T> Column<T> sparse(String name, Function<T, ?> value) {
            return new Column<>(name, true, value);
        }

        private List<@Nullable Object> cells(List<T> things) {
            List<@Nullable Object> cells = new ArrayList<>(things.size());
            for (T thing : things) {
                Object cell = value.apply(thing);
                cells.add(cell instanceof Optional<?> optional ? optional.orElse(null) : cell);
            }
            return cells;
        }
    }
}
