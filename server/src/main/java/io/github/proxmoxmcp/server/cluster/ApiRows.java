package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Whatever Proxmox answers as a page of a table: lists by row, objects by key, text by line; never more than a model
/// can take in.
public final class ApiRows {

    private static final int MAX_TEXT_CHARACTERS = 10_000;
    private static final int MAX_CELL_CHARACTERS = 1_000;

    private ApiRows() {}

    /// Makes a GET and answers with a page of what came.
    ///
    /// @param fields only these columns; none: all
    public static Listing read(
            Cluster cluster, String path, Map<String, Object> parameters, List<String> fields, int offset, int limit) {
        return of(cluster.api().read(path, parameters), fields, offset, limit);
    }

    private static Listing of(JsonNode data, List<String> fields, int offset, int limit) {
        if (data.isArray() && data.values().stream().anyMatch(JsonNode::isObject)) {
            return page(List.copyOf(data.values()), columns(data, fields), offset, limit);
        }
        if (data.isArray()) {
            return page(List.copyOf(data.values()), List.of(Column.of("value", ApiRows::cell)), offset, limit);
        }
        if (data.isObject()) {
            List<String> keys = List.copyOf(data.propertyNames());
            List<String> wanted = known(fields, keys);
            return page(
                    wanted,
                    List.of(Column.of("key", UntrustedText::new), Column.of("value", key -> cell(data.path(key)))),
                    offset,
                    limit);
        }
        List<String> lines =
                data.isNull() ? List.of() : data.asString("").lines().toList();
        return page(lines, List.of(Column.of("line", line -> new UntrustedText(cut(line)))), offset, limit);
    }

    private static List<Column<JsonNode>> columns(JsonNode rows, List<String> fields) {
        SequencedSet<String> names = new LinkedHashSet<>();
        rows.values().forEach(row -> names.addAll(row.propertyNames()));
        return known(fields, List.copyOf(names)).stream()
                .map(name -> Column.<JsonNode>of(UntrustedText.marked(name), row -> cell(row.path(name))))
                .toList();
    }

    private static List<String> known(List<String> fields, List<String> all) {
        for (String field : fields) {
            if (!all.contains(field) && !all.isEmpty()) {
                throw new ToolException.NotFound("read_api: there is no field '" + UntrustedText.line(field) + "'"
                        + Names.nearest(field, all)
                                .map(near -> ", did you mean '" + near + "'?")
                                .orElse("; there are: "
                                        + all.stream()
                                                .map(UntrustedText::marked)
                                                .collect(Collectors.joining(", "))));
            }
        }
        return fields.isEmpty() ? all : fields;
    }

    private static <T> Listing page(List<T> all, List<Column<T>> columns, int offset, int limit) {
        List<T> asked = all.stream().skip(offset).limit(limit).toList();
        List<T> shown = new ArrayList<>();
        int characters = 0;
        for (T row : asked) {
            characters += columns.stream()
                    .mapToInt(
                            column -> String.valueOf(column.value().apply(row)).length() + 1)
                    .sum();
            if (characters > MAX_TEXT_CHARACTERS && !shown.isEmpty()) {
                break;
            }
            shown.add(row);
        }
        int end = offset + shown.size();
        Listing listing = Listing.page(
                Table.of(shown, columns),
                all.size(),
                end < all.size() ? Optional.of(String.valueOf(end)) : Optional.empty());
        return shown.size() < asked.size()
                ? listing.withNote("shortened to " + MAX_TEXT_CHARACTERS + " characters; pick 'fields' for more rows")
                : listing;
    }

    /// Null where there is no value: JSON's own, or none in this row.
    private static Optional<Object> cell(JsonNode value) {
        return Optional.ofNullable(plain(value));
    }

    private static @Nullable Object plain(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isIntegralNumber()) {
            return value.longValue();
        }
        if (value.isNumber()) {
            return value.doubleValue();
        }
        return new UntrustedText(cut(value.isValueNode() ? value.asString("") : value.toString()));
    }

    private static String cut(String text) {
        return UntrustedText.line(text, MAX_CELL_CHARACTERS);
    }
}
