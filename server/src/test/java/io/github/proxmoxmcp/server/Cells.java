package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Reads tables out of structured answers.
public final class Cells {

    private Cells() {}

    /// The values of some columns of a list, row by row as texts; absent ones are empty.
    public static List<List<String>> of(Result result, String... columns) {
        assertThat(result.failed()).as(result.text()).isFalse();
        return of(result.structured(), columns);
    }

    /// The cells of a table inside an answer.
    public static List<List<String>> table(Result result, String name, String... columns) {
        return of((Map<?, ?>) Objects.requireNonNull(result.structured().get(name)), columns);
    }

    private static List<List<String>> of(Map<?, ?> table, String... columns) {
        List<?> names = (List<?>) Objects.requireNonNull(table.get("columns"));
        List<?> rows = (List<?>) Objects.requireNonNull(table.get("rows"));
        return rows.stream()
                .map(row -> Stream.of(columns)
                        .map(column -> cell((List<?>) row, names.indexOf(column)))
                        .toList())
                .toList();
    }

    private static String cell(List<?> row, int column) {
        return column < 0 || column >= row.size() ? "" : Objects.toString(row.get(column), "");
    }
}
