package io.github.proxmoxmcp.client.guest;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.proxmoxmcp.client.json.Secrets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The configuration of a guest: option to value as the configuration file has it, sorted by option because Proxmox
/// sends it in random order. Passwords are struck out (see [Secrets]); raw `lxc.*` lines are one text under `lxc`.
public record GuestConfig(SortedMap<String, String> options) {

    private static final String DIGEST = "digest";

    public GuestConfig {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    @JsonCreator
    static GuestConfig of(Map<String, JsonNode> raw) {
        SortedMap<String, String> options = new TreeMap<>();
        raw.forEach((option, value) -> {
            if (!value.isNull()) {
                options.put(option, Secrets.isSecret(option) ? Secrets.STRUCK_OUT : Secrets.strikeOut(text(value)));
            }
        });
        return new GuestConfig(options);
    }

    /// The value of an option, if it is set.
    public Optional<String> get(String option) {
        return Optional.ofNullable(options.get(option));
    }

    /// The hash of the whole configuration, for [ConfigChange] and to see that nothing changed.
    public Optional<String> digest() {
        return get(DIGEST);
    }

    /// The options without the digest.
    public SortedMap<String, String> withoutDigest() {
        SortedMap<String, String> rest = new TreeMap<>(options);
        rest.remove(DIGEST);
        return rest;
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return value.values().stream()
                    .map(line -> line.path(0).asString("") + ": " + line.path(1).asString(""))
                    .collect(Collectors.joining("\n"));
        }
        return value.isContainer() ? value.toString() : value.asString();
    }
}
