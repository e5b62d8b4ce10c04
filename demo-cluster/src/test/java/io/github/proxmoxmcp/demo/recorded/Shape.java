package io.github.proxmoxmcp.demo.recorded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Compares keys and JSON types of two bodies. Rows of lists are matched by what identifies them.
final class Shape {
    private static final List<String> IDENTITIES =
            List.of("id", "volid", "vmid", "storage", "poolid", "key", "node", "name", "iface", "subdir", "n");

    private Shape() {}

    /// What the simulated body has otherwise than the recorded one.
    static List<String> differences(JsonNode recorded, JsonNode simulated, boolean listsDiffer) {
        var differences = new ArrayList<String>();
        compare("", recorded, simulated, listsDiffer, differences);
        return differences;
    }

    private static void compare(
            String at, JsonNode recorded, JsonNode simulated, boolean listsDiffer, List<String> differences) {
        if (!type(recorded).equals(type(simulated))) {
            differences.add(at + ": " + type(simulated) + " instead of " + type(recorded));
        } else if (recorded.isObject()) {
            objects(at, recorded, simulated, listsDiffer, differences);
        } else if (recorded.isArray()) {
            if (listsDiffer) {
                objects(at + "[]", union(recorded), union(simulated), true, differences);
            } else {
                lists(at, recorded, simulated, differences);
            }
        }
    }

    private static void objects(
            String at, JsonNode recorded, JsonNode simulated, boolean listsDiffer, List<String> differences) {
        var keys = new TreeSet<>(recorded.propertyNames());
        keys.addAll(simulated.propertyNames());
        for (var key : keys) {
            if (!simulated.has(key)) {
                differences.add(at + "." + key + ": missing");
            } else if (!recorded.has(key)) {
                differences.add(at + "." + key + ": extra");
            } else {
                compare(at + "." + key, recorded.path(key), simulated.path(key), listsDiffer, differences);
            }
        }
    }

    private static void lists(String at, JsonNode recorded, JsonNode simulated, List<String> differences) {
        var expected = byIdentity(recorded);
        var actual = byIdentity(simulated);
        var identities = new TreeSet<>(expected.keySet());
        identities.addAll(actual.keySet());
        for (var identity : identities) {
            var place = at + "[" + identity + "]";
            var before = Optional.ofNullable(expected.get(identity));
            var now = Optional.ofNullable(actual.get(identity));
            if (now.isEmpty()) {
                differences.add(place + ": missing");
            } else if (before.isEmpty()) {
                differences.add(place + ": extra");
            } else {
                compare(place, before.get(), now.get(), false, differences);
            }
        }
    }

    private static Map<String, JsonNode> byIdentity(JsonNode list) {
        var rows = new TreeMap<String, JsonNode>();
        int index = 0;
        for (var row : list) {
            int position = index++;
            rows.put(
                    IDENTITIES.stream()
                            .filter(row::has)
                            .findFirst()
                            .map(key -> row.path(key).asString())
                            .orElse("#" + position),
                    row);
        }
        return rows;
    }

    private static ObjectNode union(JsonNode list) {
        var union = JsonNodeFactory.instance.objectNode();
        list.forEach(row -> row.properties().forEach(property -> union.set(property.getKey(), property.getValue())));
        return union;
    }

    private static String type(JsonNode node) {
        if (node.isNumber()) {
            return "number";
        }
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
