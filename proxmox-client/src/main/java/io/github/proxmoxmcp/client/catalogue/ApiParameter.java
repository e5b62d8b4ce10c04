package io.github.proxmoxmcp.client.catalogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A parameter as Proxmox describes it, or a key of one that is a property string.
///
/// @param name as it is sent; `net[n]` stands for `net0`, `net1`, …
/// @param type `string`, `integer`, `number`, `boolean`, `array` or `object`
/// @param allowed the only values, if they are counted up
/// @param format a named format such as `pve-node`
/// @param parts the keys of a property string; empty for anything else
/// @param defaultKey whether this is the key whose name may be left out
/// @param alias the key that this one is another name for
public record ApiParameter(
        String name,
        String type,
        String description,
        boolean required,
        Optional<String> defaultValue,
        List<String> allowed,
        Optional<Double> minimum,
        Optional<Double> maximum,
        Optional<Integer> minLength,
        Optional<Integer> maxLength,
        Optional<String> pattern,
        Optional<String> format,
        List<ApiParameter> parts,
        boolean defaultKey,
        Optional<String> alias) {

    private static final String INDEX = "[n]";

    static ApiParameter of(String name, JsonNode node) {
        return new ApiParameter(
                name,
                node.path("type").asString("string"),
                node.path("description").asString(""),
                !isOn(node.path("optional")) && !node.has("alias"),
                text(node.path("default")),
                texts(node.path("enum")),
                number(node.path("minimum")),
                number(node.path("maximum")),
                number(node.path("minLength")).map(Double::intValue),
                number(node.path("maxLength")).map(Double::intValue),
                text(node.path("pattern")),
                node.path("format").isString() ? text(node.path("format")) : Optional.empty(),
                all(node.path("format")),
                isOn(node.path("default_key")),
                text(node.path("alias")));
    }

    /// Those of a method: where they depend on a type, of every type, and then none of these is required.
    static List<ApiParameter> ofMethod(JsonNode parameters) {
        Map<String, ApiParameter> all = new LinkedHashMap<>();
        all(parameters.path("properties")).forEach(one -> all.put(one.name(), one));
        parameters.path("allOf").forEach(part -> ofMethod(part).forEach(one -> all.put(one.name(), one)));
        if (parameters.path("type-property").isString()) {
            String type = parameters.path("type-property").asString();
            all.put(type, of(type, parameters.path("type-property-schema")));
        }
        parameters
                .path("oneOf")
                .forEach(part -> part.path("properties").properties().forEach(one -> {
                    if (one.getValue().deepCopy() instanceof ObjectNode any) {
                        all.putIfAbsent(one.getKey(), of(one.getKey(), any.put("optional", 1)));
                    }
                }));
        return List.copyOf(all.values());
    }

    static List<ApiParameter> all(JsonNode properties) {
        return properties.properties().stream()
                .filter(property -> property.getValue().isObject())
                .map(property -> of(property.getKey(), property.getValue()))
                .toList();
    }

    /// Whether a parameter of this name is meant.
    public boolean matches(String sent) {
        if (!name.endsWith(INDEX)) {
            return name.equals(sent);
        }
        String stem = name.substring(0, name.length() - INDEX.length());
        return sent.startsWith(stem)
                && sent.length() > stem.length()
                && sent.substring(stem.length()).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static boolean isOn(JsonNode flag) {
        return flag.asInt(flag.asBoolean(false) ? 1 : 0) != 0;
    }

    static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? Optional.of(node.asString()) : Optional.empty();
    }

    private static List<String> texts(JsonNode array) {
        return array.values().stream().map(value -> value.asString("")).toList();
    }

    private static Optional<Double> number(JsonNode node) {
        double number = node.asDouble(Double.NaN);
        return Double.isNaN(number) ? Optional.empty() : Optional.of(number);
    }
}
