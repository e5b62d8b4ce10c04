package io.github.proxmoxmcp.demo.route;

import java.util.Collection;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON as it goes over the wire.
public final class DemoJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private DemoJson() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static JsonNode text(String value) {
        return JsonNodeFactory.instance.stringNode(value);
    }

    public static JsonNode number(long value) {
        return JsonNodeFactory.instance.numberNode(value);
    }

    public static JsonNode nothing() {
        return JsonNodeFactory.instance.nullNode();
    }

    /// A list with one row for each item.
    public static <T> ArrayNode rows(Collection<T> items, Function<T, ObjectNode> row) {
        var rows = array();
        items.forEach(item -> rows.add(row.apply(item)));
        return rows;
    }

    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    public static String string(JsonNode node) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }
}
