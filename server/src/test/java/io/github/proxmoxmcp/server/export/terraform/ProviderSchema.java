package io.github.proxmoxmcp.server.export.terraform;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The arguments of the provider bpg/proxmox as its source declares them, beside this repository and not in it.
final class ProviderSchema {

    static final Path FILE =
            Path.of(System.getProperty("repository.root"), "..", "shared", "iac", "terraform-bpg.json");

    private final JsonNode resources;
    final List<String> faults = new ArrayList<>();
    int walked;

    private ProviderSchema(JsonNode resources) {
        this.resources = resources;
    }

    static Optional<ProviderSchema> read() {
        return Files.exists(FILE)
                ? Optional.of(new ProviderSchema(
                        JsonMapper.shared().readTree(FILE.toFile()).path("resources")))
                : Optional.empty();
    }

    JsonNode argument(String resource, String... path) {
        JsonNode node = resources.path(resource);
        for (String name : path) {
            node = node.path("args").path(name);
        }
        return node;
    }

    /// Compares a resource with what its type takes.
    void check(HclReader.Body resource) {
        String type = resource.labels().getFirst();
        JsonNode schema = resources.path(type);
        if (schema.isMissingNode()) {
            faults.add("no resource " + type);
            return;
        }
        body(String.join(".", resource.labels()), resource, schema.path("args"), true);
    }

    private void body(String where, HclReader.Body body, JsonNode arguments, boolean top) {
        body.arguments().forEach((name, value) -> {
            walked++;
            argument(where + "." + name, value, arguments.path(name));
        });
        for (String name :
                new TreeSet<>(body.blocks().stream().map(HclReader.Body::type).toList())) {
            if (top && name.equals("lifecycle")) {
                lifecycle(where, body.block(name), arguments);
                continue;
            }
            walked++;
            JsonNode block = arguments.path(name);
            if (!block.path("kind").asString("").equals("block") || !writable(block)) {
                faults.add(where + ": no block " + name);
                continue;
            }
            int most = block.path("max_items").asInt(Integer.MAX_VALUE);
            if (body.blocks(name).size() > most) {
                faults.add(where + ": more than " + most + " " + name);
            }
            body.blocks(name).forEach(inner -> body(where + "." + name, inner, block.path("args"), false));
        }
        arguments.properties().forEach(entry -> {
            if (entry.getValue().path("required").asBoolean(false)
                    && !body.arguments().containsKey(entry.getKey())
                    && body.blocks(entry.getKey()).isEmpty()) {
                faults.add(where + ": " + entry.getKey() + " is required");
            }
        });
    }

    private void lifecycle(String where, HclReader.Body lifecycle, JsonNode arguments) {
        Object names = lifecycle.arguments().getOrDefault("ignore_changes", List.of());
        ((List<?>) names).forEach(name -> {
            walked++;
            if (!(name instanceof HclReader.Name(String text)) || !arguments.has(text)) {
                faults.add(where + ": there is no " + name + " to ignore");
            }
        });
    }

    private static boolean writable(JsonNode argument) {
        boolean block = argument.path("kind").asString("").equals("block");
        return argument.path("optional").asBoolean(false)
                || argument.path("required").asBoolean(false)
                || (block && !argument.path("computed").asBoolean(false));
    }

    private void argument(String where, Object value, JsonNode argument) {
        if (argument.isMissingNode() || argument.path("kind").asString("").equals("block")) {
            faults.add(where + ": no such argument");
        } else if (!writable(argument)) {
            faults.add(where + ": only read");
        } else if (!fits(argument.path("type").asString(""), value)) {
            faults.add(where + ": " + argument.path("type").asString("") + " and not " + value);
        } else if (value instanceof String text) {
            text(where, text, argument);
        } else if (value instanceof BigDecimal number) {
            number(where, number, argument);
        } else if (value instanceof List<?> list && argument.path("element").isObject()) {
            list.forEach(one -> text(where, String.valueOf(one), argument.path("element")));
        }
    }

    private static boolean fits(String type, Object value) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "bool" -> value instanceof Boolean;
            case "int" ->
                value instanceof BigDecimal number
                        && number.stripTrailingZeros().scale() <= 0;
            case "float" -> value instanceof BigDecimal;
            case "list(string)", "set(string)" ->
                value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
            case "map(string)" ->
                value instanceof Map<?, ?> map && map.values().stream().allMatch(String.class::isInstance);
            case "map(int)" ->
                value instanceof Map<?, ?> map
                        && map.values().stream()
                                .allMatch(one -> one instanceof BigDecimal number
                                        && number.stripTrailingZeros().scale() <= 0);
            default -> false;
        };
    }

    private void text(String where, String text, JsonNode argument) {
        JsonNode allowed = argument.path("allowed");
        JsonNode patterns = argument.path("patterns");
        if (!allowed.isArray() && !patterns.isArray()) {
            return;
        }
        boolean listed =
                allowed.values().stream().anyMatch(one -> one.asString().equals(text));
        boolean matches = patterns.values().stream()
                .anyMatch(one -> java.util.regex.Pattern.compile(one.asString())
                        .matcher(text)
                        .find());
        boolean fileId = argument.path("api").asString("").startsWith("ide[n]:file") && text.contains(":");
        if (!listed && !matches && !fileId) {
            faults.add(where + ": '" + text + "' is not allowed");
        }
    }

    private void number(String where, BigDecimal number, JsonNode argument) {
        boolean listed = argument.path("allowed").values().stream()
                .anyMatch(one -> one.decimalValue().compareTo(number) == 0);
        boolean below =
                argument.has("min") && number.compareTo(argument.path("min").decimalValue()) < 0;
        boolean above =
                argument.has("max") && number.compareTo(argument.path("max").decimalValue()) > 0;
        if (!listed && (below || above)) {
            faults.add(where + ": " + number + " is out of range");
        }
    }
}
