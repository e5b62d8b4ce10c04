package io.github.proxmoxmcp.server.page;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a query string or a form says. A field that is left empty is not there.
///
/// @param values of a field that is there several times all of them
public record PageParameters(Map<String, List<String>> values) {

    public static final PageParameters NONE = new PageParameters(Map.of());

    private static final int MAX_FIELDS = 500;

    /// Reads a query string, or the body of a form.
    ///
    /// @throws PageFailure when it is none
    public static PageParameters of(String encoded) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        String[] pairs = encoded.split("&", MAX_FIELDS + 1);
        for (String pair : pairs) {
            String[] parts = pair.split("=", 2);
            if (pairs.length > MAX_FIELDS) {
                throw new PageFailure(400, "There are more than " + MAX_FIELDS + " fields. Go back and send fewer.");
            }
            if (!parts[0].isEmpty()) {
                values.computeIfAbsent(decoded(parts[0]), _ -> new ArrayList<>())
                        .add(parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        return new PageParameters(values);
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new PageFailure(
                    400,
                    "The address is damaged: a % in it is not followed by two hexadecimal digits."
                            + " Begin again from the first room.");
        }
    }

    /// The first value of a field.
    public Optional<String> get(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /// The same, with one field changed; empty text takes it away.
    public PageParameters with(String name, String value) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        if (value.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, List.of(value));
        }
        return new PageParameters(changed);
    }

    /// As a query string with its `?`; empty when there is nothing in it.
    @Override
    public String toString() {
        List<String> pairs = new ArrayList<>();
        values.forEach((name, all) -> all.stream()
                .filter(value -> !value.isBlank())
                .forEach(value -> pairs.add(encoded(name) + "=" + encoded(value))));
        return pairs.isEmpty() ? "" : pairs.stream().collect(Collectors.joining("&", "?", ""));
    }

    /// For a query string.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
