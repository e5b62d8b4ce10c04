package io.github.proxmoxmcp.server.tool;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// JSON schemas of the records that tools take and give.
///
/// A record may hold strings, numbers, booleans, instants, enums, lists, optionals and value types (records of one
/// component); what is given may also hold records, [Table]s, [UntrustedText] and maps of strings. Anything else fails
/// at start-up.
public final class Schemas {

    private Schemas() {}

    /// The schema of what a tool takes, without the arguments that are `hidden` in this set-up.
    public static Map<String, Object> input(Class<?> type, Set<String> hidden) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Shape.Part part : Shape.of(type).parts()) {
            if (hidden.contains(part.name())) {
                continue;
            }
            properties.put(part.name(), argument(part.component()));
            if (part.component().getType() != Optional.class) {
                required.add(part.name());
            }
        }
        Map<String, Object> schema = object(properties, required);
        schema.put("additionalProperties", false);
        return schema;
    }

    /// The schema of an [Answer] with this body: what is always there. What may be absent (the age and what is missing
    /// among it) and the insides of lists are not spelled out: a client reads all schemas before it asks.
    public static Map<String, Object> output(Class<?> body) {
        Optional<List<String>> told =
                Optional.ofNullable(body.getAnnotation(Shared.class)).map(shared -> List.of(shared.value()));
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Shape.Part part : Shape.of(body).parts()) {
            Map<String, Object> schema = given(part.component().getGenericType());
            if (part.component().getType() != Optional.class
                    && told.map(names -> names.contains(part.component().getName()))
                            .orElse(true)) {
                properties.put(part.name(), schema);
            }
        }
        return properties.isEmpty() ? typed("object") : object(properties, List.of());
    }

    /// The component of a value type (a record of one component), as records of arguments use them.
    static Optional<RecordComponent> valueOf(Type type) {
        return type instanceof Class<?> c && c.isRecord() && Shape.of(c).parts().size() == 1
                ? Optional.of(Shape.of(c).parts().getFirst().component())
                : Optional.empty();
    }

    /// What is inside an `Optional` or a `List`; another type as it is.
    static Type inside(Type type) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
    }

    static boolean is(Type type, Class<?> raw) {
        return type instanceof ParameterizedType generic && generic.getRawType() == raw;
    }

    private static Map<String, Object> argument(RecordComponent component) {
        Type type = component.getGenericType();
        Type bare = is(type, Optional.class) ? inside(type) : type;
        Optional<RecordComponent> value = valueOf(bare);
        Map<String, Object> schema = is(bare, List.class)
                ? listOf(taken(inside(bare)))
                : taken(value.map(RecordComponent::getGenericType).orElse(bare));
        if (value.filter(v -> v.isAnnotationPresent(OrNumber.class)).isPresent()) {
            // Not a list of types: Gemini refuses all tools of a server for one where a client hands it on as it is.
            schema.remove("type");
            schema.put("anyOf", List.of(typed("string"), typed("integer")));
        }
        value.map(v -> v.getAnnotation(Range.class))
                .or(() -> Optional.ofNullable(component.getAnnotation(Range.class)))
                .ifPresent(range -> {
                    schema.put("minimum", range.min());
                    schema.put("maximum", range.max());
                });
        describe(component, bare).ifPresent(text -> schema.put("description", text));
        return schema;
    }

    private static Optional<String> describe(RecordComponent component, Type bare) {
        return Optional.ofNullable(component.getAnnotation(Describe.class))
                .or(() -> bare instanceof Class<?> c
                        ? Optional.ofNullable(c.getAnnotation(Describe.class))
                        : Optional.empty())
                .map(Describe::value);
    }

    private static Map<String, Object> taken(Type type) {
        Type bare = valueOf(type).map(RecordComponent::getGenericType).orElse(type);
        return scalar(bare).orElseThrow(() -> new IllegalStateException("a tool cannot take a " + type.getTypeName()));
    }

    private static Map<String, Object> given(Type type) {
        Type bare = is(type, Optional.class) ? inside(type) : type;
        if (bare == Table.class || bare == UntrustedText.class || is(bare, Map.class)) {
            return typed("object");
        }
        if (is(bare, List.class)) {
            if (!(inside(bare) instanceof ParameterizedType)) {
                given(inside(bare));
            }
            return typed("array");
        }
        if (bare instanceof Class<?> c && c.isRecord()) {
            return output(c);
        }
        return scalar(bare).orElseThrow(() -> new IllegalStateException("a tool cannot give a " + type.getTypeName()));
    }

    private static Optional<Map<String, Object>> scalar(Type type) {
        if (type == String.class || type == Instant.class) {
            return Optional.of(typed("string"));
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return Optional.of(typed("integer"));
        }
        if (type == double.class || type == Double.class) {
            return Optional.of(typed("number"));
        }
        if (type == boolean.class || type == Boolean.class) {
            return Optional.of(typed("boolean"));
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            Map<String, Object> schema = typed("string");
            schema.put("enum", words(c));
            return Optional.of(schema);
        }
        return Optional.empty();
    }

    /// The words that stand for the constants of an enum.
    static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Names.snake(((Enum<?>) constant).name()))
                .toList();
    }

    private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = typed("object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static Map<String, Object> listOf(Map<String, Object> items) {
        Map<String, Object> schema = typed("array");
        schema.put("items", items);
        return schema;
    }

    private static Map<String, Object> typed(String type) {
        return new LinkedHashMap<>(Map.of("type", type));
    }
}
