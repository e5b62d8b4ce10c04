package io.github.proxmoxmcp.client.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.proxmoxmcp.client.json.Secrets;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A configuration whose options depend on its type: option to value as text, sorted. Credentials are struck out (see
/// [Secrets]); an object is written as a property string, a list with commas.
public record Settings(SortedMap<String, String> options) {

    public Settings {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Settings of(JsonNode raw) {
        if (!raw.isObject()) {
            throw new IllegalArgumentException("no object");
        }
        SortedMap<String, String> options = new TreeMap<>();
        // As a whole: some options are secret by what stands beside them.
        Secrets.strikeOut(raw).properties().stream()
                .filter(option -> !option.getValue().isNull())
                .forEach(option -> options.put(option.getKey(), text(option.getValue())));
        return new Settings(options);
    }

    /// The value of an option, if it is set.
    public Optional<String> get(String option) {
        return Optional.ofNullable(options.get(option));
    }

    /// Whether an option is set and on.
    public boolean isOn(String option) {
        return get(option)
                .filter(value -> value.equals("1") || value.equals("true"))
                .isPresent();
    }

    /// The hash of the whole, to see that nothing changed.
    public Optional<String> digest() {
        return get("digest");
    }

    private static String text(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(part -> part.getKey() + "=" + text(part.getValue()))
                    .sorted()
                    .collect(Collectors.joining(","));
        }
        if (value.isArray()) {
            return value.values().stream().map(Settings::text).collect(Collectors.joining(","));
        }
        return value.asString("");
    }
}
