package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.server.tool.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A mapping of the configuration file, which knows where it stands, so that every error names the key it is about.
final class YamlFile {

    private final String where;
    private final Map<String, @Nullable Object> entries;

    private YamlFile(String where, Map<String, @Nullable Object> entries) {
        this.where = where;
        this.entries = entries;
    }

    static YamlFile empty() {
        return new YamlFile("configuration", Map.of());
    }

    static YamlFile read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot read the configuration file " + file + ": create it, or name another one with --config", e);
        }
    }

    static YamlFile parse(String where, String text) {
        try {
            Object tree = YAMLMapper.builder().build().readValue(text, Object.class);
            return mapping(where, tree == null ? Map.of() : tree);
        } catch (JacksonException e) {
            throw new ConfigurationException(
                    where + " is not YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse("") + " (line "
                            + e.getLocation().getLineNr() + ")",
                    e);
        }
    }

    /// @throws ConfigurationException when there is a key that is not `known`; the message names the nearest one
    YamlFile only(List<String> known) {
        entries.keySet().stream()
                .filter(key -> !known.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new ConfigurationException(where + ": unknown key '" + key + "'"
                            + Names.nearest(key, known)
                                    .map(near -> ", did you mean '" + near + "'?")
                                    .orElse("; known are " + String.join(", ", known)));
                });
        return this;
    }

    Optional<String> text(String key) {
        return value(key).map(value -> {
            if (value instanceof Map || value instanceof List) {
                throw new ConfigurationException(where + ": '" + key + "' must be a single value");
            }
            return value.toString();
        });
    }

    Optional<Integer> number(String key) {
        return value(key).map(value -> {
            if (!(value instanceof Integer number)) {
                throw new ConfigurationException(where + ": '" + key + "' must be a whole number, not '" + value + "'");
            }
            return number;
        });
    }

    /// False where it is not given.
    boolean flag(String key) {
        return text(key)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default ->
                        throw new ConfigurationException(
                                where + ": '" + key + "' must be true or false, not '" + text + "'");
                })
                .orElse(false);
    }

    /// A list, or one text with commas.
    List<String> texts(String key) {
        return value(key).stream()
                .flatMap(value -> value instanceof List<?> list
                        ? list.stream().map(String::valueOf)
                        : Stream.of(value.toString().split(",")))
                .map(String::strip)
                .toList();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean has(String key) {
        return value(key).isPresent();
    }

    /// All keys with their single values, in the order of the file.
    Map<String, String> allTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        entries.keySet().forEach(key -> texts.put(key, text(key).orElse("")));
        return texts;
    }

    YamlFile section(String key) {
        return mapping(where + ": " + key, value(key).orElse(Map.of()));
    }

    /// The sections below, by name, in the order of the file.
    Map<String, YamlFile> sections() {
        Map<String, YamlFile> sections = new LinkedHashMap<>();
        entries.keySet().forEach(key -> sections.put(key, section(key)));
        return sections;
    }

    /// The mappings of a list, in its order.
    List<YamlFile> list(String key) {
        Object value = value(key).orElse(List.of());
        if (!(value instanceof List<?> list)) {
            throw new ConfigurationException(where + ": '" + key + "' must be a list");
        }
        return list.stream()
                .map(one -> mapping(
                        where + ": " + key, Optional.<Object>ofNullable(one).orElse("")))
                .toList();
    }

    String where() {
        return where;
    }

    private Optional<Object> value(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    private static YamlFile mapping(String where, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new ConfigurationException(where + ": must be a mapping of keys to values, not '" + value + "'");
        }
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        map.forEach((key, inner) -> entries.put(String.valueOf(key), inner));
        return new YamlFile(where, entries);
    }
}
