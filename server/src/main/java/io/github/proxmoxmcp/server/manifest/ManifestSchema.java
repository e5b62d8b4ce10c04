package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.manifest.guest.GuestFields;
import io.github.proxmoxmcp.server.manifest.guest.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schema of manifests, made from the same fields that reading them follows, for editors that help while
/// somebody writes.
public final class ManifestSchema {

    private static final String SIZE = "^([0-9]+(\\.[0-9]+)? ?(KiB|MiB|GiB|TiB)|0)$";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ManifestSchema() {}

    /// The schema as a file for editors.
    public static String text() {
        return JSON.writeValueAsString(schema()) + "\n";
    }

    /// The schema, as a tree of maps and lists.
    public static Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Manifests of proxmox-mcp");
        List<Object> kinds = new ArrayList<>(List.of(guest(false), guest(true)));
        ThingFields.kinds().forEach(kind -> kinds.add(thing(kind, ThingFields.of(kind))));
        kinds.add(fleet());
        schema.put("oneOf", kinds);
        return schema;
    }

    private static Map<String, Object> guest(boolean container) {
        GuestFields known = GuestFields.of(container);
        Map<String, Object> properties = common(container ? ManifestKind.CONTAINER : ManifestKind.VM);
        properties.put("vmid", nullable(Map.of("type", "integer", "minimum", 100)));
        properties.put("placement", Map.of("const", "fixed"));
        properties.put("from", origin(container));
        known.all().stream()
                .filter(field -> !field.path().contains("*"))
                .forEach(field -> put(properties, field.path(), value(field)));
        List.of("disks", "nets", "cloudInit.ip")
                .forEach(group -> known.slots(group)
                        .ifPresent(
                                names -> put(properties, group, slots(known, group, "^(" + names.pattern() + ")$"))));
        List.of("cpu", "agent", "startup", "features")
                .forEach(group -> known.line(group).ifPresent(_ -> put(properties, group + ".options", raw())));
        properties.put("options", raw());
        Map<String, Object> schema = closed(properties);
        if (properties.get("agent") instanceof Map<?, ?> agent) {
            properties.put("agent", Map.of("anyOf", List.of(Map.of("type", "boolean"), agent)));
        }
        schema.put("required", List.of("apiVersion", "kind", "name"));
        return schema;
    }

    private static Map<String, Object> thing(ManifestKind kind, ThingFields known) {
        Map<String, Object> properties = common(kind);
        properties.put("name", Map.of("type", "string", "pattern", "^(" + known.name() + ")$"));
        known.fields().stream()
                .filter(field -> !field.path().contains("*") && field.type() != ValueType.LINES)
                .forEach(field -> put(properties, field.path(), value(field)));
        known.slots().forEach(group -> {
            Map<String, Object> parts = new LinkedHashMap<>();
            known.slot(group, "*")
                    .forEach(field -> parts.put(field.path().substring(group.length() + 3), value(field)));
            Map<String, Object> slots = new LinkedHashMap<>();
            slots.put("type", "object");
            slots.put("additionalProperties", nullable(closed(parts)));
            properties.put(group, slots);
        });
        if (kind == ManifestKind.FIREWALL) {
            properties.put("rules", rules());
        }
        if (kind == ManifestKind.HA_RESOURCE) {
            properties.put("state", Map.of("enum", ManifestReader.HA_STATES));
        }
        if (known.raw()) {
            properties.put("options", raw());
        }
        Map<String, Object> schema = closed(properties);
        schema.put("required", List.of("apiVersion", "kind", "name"));
        return schema;
    }

    private static Map<String, Object> rules() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("group", Map.of("type", "string"));
        FirewallRule.NAMES
                .values()
                .forEach(name -> parts.put(
                        name,
                        name.equals("direction")
                                ? Map.of("enum", List.of("in", "out", "forward"))
                                : Map.of("type", List.of("string", "integer"))));
        parts.put("enable", Map.of("type", "boolean"));
        parts.put("comment", Map.of("type", "string"));
        return Map.of("type", "array", "items", closed(parts));
    }

    /// Of a template every value may hold variables, so it is only said that it is one.
    private static Map<String, Object> fleet() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("apiVersion", Map.of("const", ManifestReader.API_VERSION));
        properties.put("kind", Map.of("const", ManifestKind.FLEET.word()));
        properties.put("name", Map.of("type", "string"));
        properties.put("cluster", Map.of("type", "string"));
        properties.put("instances", Map.of("type", List.of("integer", "object")));
        properties.put("vars", Map.of("type", "object"));
        properties.put("template", Map.of("type", "object", "required", List.of("kind")));
        properties.put("overrides", Map.of("type", "object"));
        Map<String, Object> schema = closed(properties);
        schema.put("required", List.of("apiVersion", "kind", "name", "instances", "template"));
        return schema;
    }

    private static Map<String, Object> common(ManifestKind kind) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("apiVersion", Map.of("const", ManifestReader.API_VERSION));
        properties.put("kind", Map.of("const", kind.word()));
        properties.put("name", Map.of("type", "string"));
        properties.put("cluster", Map.of("type", "string"));
        properties.put("state", Map.of("enum", List.of("present", "absent")));
        properties.put("ignore", Map.of("type", "object", "additionalProperties", Map.of("type", "string")));
        Map<String, Object> moved = closed(new LinkedHashMap<>(Map.of("from", Map.of("type", "string"))));
        properties.put("moved", moved);
        return properties;
    }

    private static Map<String, Object> origin(boolean container) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("template", Map.of("type", List.of("string", "integer")));
        properties.put("full", Map.of("type", "boolean"));
        properties.put("storage", Map.of("type", "string"));
        if (container) {
            properties.put("ostemplate", Map.of("type", "string"));
        }
        return closed(properties);
    }

    private static Map<String, Object> slots(GuestFields known, String group, String names) {
        Map<String, Object> parts = new LinkedHashMap<>();
        known.all().stream()
                .filter(field -> field.path().startsWith(group + ".*."))
                .forEach(field -> parts.put(field.path().substring(group.length() + 3), value(field)));
        parts.put("options", raw());
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("patternProperties", Map.of(names, nullable(closed(parts))));
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> raw() {
        return Map.of(
                "type",
                "object",
                "additionalProperties",
                Map.of("type", List.of("string", "number", "boolean", "null")));
    }

    private static Map<String, Object> value(Field field) {
        Map<String, Object> value = switch (field.type()) {
            case TEXT, NOTE, MAC, INSTANT, RAW -> new LinkedHashMap<>(Map.of("type", List.of("string", "number")));
            case INTEGER -> new LinkedHashMap<>(Map.of("type", "integer"));
            case NUMBER -> new LinkedHashMap<>(Map.of("type", "number"));
            case BOOLEAN, DISCARD -> new LinkedHashMap<>(Map.of("type", "boolean"));
            case MEMORY, DISK_SIZE -> sized();
            case WORDS, SET ->
                new LinkedHashMap<>(Map.of("type", "array", "items", Map.of("type", List.of("string", "integer"))));
            case TAGS, LINES, KEYS -> new LinkedHashMap<>(Map.of("type", "array", "items", Map.of("type", "string")));
        };
        Map<String, Object> whole = field.type() == ValueType.TAGS
                ? new LinkedHashMap<>(Map.of(
                        "anyOf", List.of(value, closed(new LinkedHashMap<>(Map.of("include", value))))))
                : value;
        return nullable(whole);
    }

    private static Map<String, Object> sized() {
        Map<String, Object> size = new LinkedHashMap<>();
        size.put("type", "string");
        size.put("pattern", SIZE);
        return size;
    }

    private static Map<String, Object> nullable(Map<String, Object> schema) {
        return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    private static Map<String, Object> closed(Map<String, Object> properties) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }

    /// Puts a schema at a path, in the groups on the way to it.
    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> properties, String path, Map<String, Object> schema) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            properties.put(path, schema);
            return;
        }
        Map<String, Object> group = (Map<String, Object>)
                properties.computeIfAbsent(path.substring(0, dot), _ -> closed(new LinkedHashMap<>()));
        put((Map<String, Object>) Objects.requireNonNull(group.get("properties")), path.substring(dot + 1), schema);
    }

    /// The fields as rows of a page: path, what it holds, the option behind it, and the value that it has where nothing
    /// is set.
    public static List<String> rows(boolean container) {
        return rows(GuestFields.of(container).all());
    }

    /// The same of what is no guest.
    public static List<String> rows(ManifestKind kind) {
        return rows(ThingFields.of(kind).fields());
    }

    private static List<String> rows(List<Field> fields) {
        List<String> rows = new ArrayList<>();
        for (Field field : fields) {
            String option = field.option().startsWith("@")
                    ? "-"
                    : "`" + (field.option().equals("*") ? "" : field.option())
                            + (field.isWhole() || field.part().startsWith("@")
                                    ? ""
                                    : (field.option().equals("*") ? "" : ": ") + field.part())
                            + "`";
            rows.add("| `" + field.path().replace("*", "SLOT") + "` | "
                    + field.type().described() + " | " + option.replace("``", "-") + " | "
                    + field.absent().map(field.type()::shown).orElse("")
                    + (field.createOnly() ? " (used at creation only)" : "") + " |");
        }
        return rows;
    }
}
