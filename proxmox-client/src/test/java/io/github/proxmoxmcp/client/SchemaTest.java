package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.endpoint.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Compares the declarations with the schema of a real Proxmox VE, which lies beside the repository or not at all.
class SchemaTest {

    private static JsonNode schema = MissingNode.getInstance();

    private static final JsonNode OPTIONAL = new tools.jackson.databind.json.JsonMapper().readTree("{\"optional\": 1}");

    @BeforeAll
    static void readSchema() {
        schema = ApiSchema.orSkip();
    }

    static List<Declaration> declared() {
        return Endpoints.declared();
    }

    @Test
    void hasTheWholeApi() {
        assertThat(schema.size()).isGreaterThan(400);
    }

    @ParameterizedTest
    @MethodSource("declared")
    void declaresOnlyWhatTheApiHas(Declaration endpoint) {
        JsonNode method = schema.path(endpoint.path()).path(endpoint.method().name());

        assertThat(method.isObject()).as("in the schema").isTrue();
        Map<String, JsonNode> parameters = parameters(method.path("parameters"));
        assertThat(parameters.keySet())
                .containsAll(endpoint.template().placeholders())
                .containsAll(endpoint.parameters());
        List<String> required = parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue().path("optional").asInt(0) == 0)
                .map(Map.Entry::getKey)
                .filter(name -> !endpoint.template().placeholders().contains(name))
                .toList();
        assertThat(endpoint.parameters()).containsAll(required);
    }

    /// Those of a method whose parameters depend on a type are in parts: of all, and of one of several types.
    private static Map<String, JsonNode> parameters(JsonNode of) {
        Map<String, JsonNode> all = new TreeMap<>();
        of.path("properties").properties().forEach(one -> all.put(one.getKey(), one.getValue()));
        of.path("allOf").forEach(part -> all.putAll(parameters(part)));
        if (of.has("type-property")) {
            all.put(of.path("type-property").asString(), of.path("type-property-schema"));
            // Not every type needs the same.
            of.path("oneOf")
                    .forEach(part -> parameters(part).keySet().forEach(name -> all.putIfAbsent(name, OPTIONAL)));
        }
        return all;
    }

    @Test
    void madeUpOnlyAnswersThatTheSchemaKnows() {
        List<String> deviations = new ArrayList<>();
        List<Recording> answers = Recording.madeUp();
        for (Recording answer : answers) {
            Declaration endpoint = declared().stream()
                    .filter(declared -> answer.matches(declared.method().name(), declared.path()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("nobody reads " + answer.method() + " " + answer.url()));
            JsonNode returns =
                    schema.path(endpoint.path()).path(endpoint.method().name()).path("returns");
            deviations(endpoint.toString(), returns, answer.answer().path("data"), deviations);
        }

        assertThat(answers).hasSizeGreaterThan(100);
        assertThat(deviations).isEmpty();
    }

    private static void deviations(String place, JsonNode type, JsonNode value, List<String> found) {
        boolean fits = switch (type.path("type").asString("any")) {
            case "null" -> value.isNull();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "string" -> value.isString() || value.isNumber();
            case "boolean" -> value.isBoolean() || value.isIntegralNumber();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> true;
        };
        if (!fits || !isOneOf(type.path("enum"), value)) {
            found.add(place + ": " + value);
        }
        value.values().stream()
                .filter(_ -> value.isArray())
                .forEach(item -> deviations(place + "[]", type.path("items"), item, found));
        JsonNode properties = type.path("properties");
        properties.properties().forEach(property -> {
            String name = property.getKey();
            if (value.has(name)) {
                deviations(place + "." + name, property.getValue(), value.path(name), found);
            } else if (value.isObject() && property.getValue().path("optional").asInt(0) == 0) {
                found.add(place + "." + name + " is missing");
            }
        });
    }

    private static boolean isOneOf(JsonNode allowed, JsonNode value) {
        return allowed.isMissingNode()
                || allowed.values().stream().anyMatch(one -> one.asString("").equals(value.asString("")));
    }
}
