package io.github.proxmoxmcp.server.guard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One call that changes the cluster, as data: it can be shown, stored, approved and sent by another process.
///
/// @param path below `/api2/json`, each segment percent-encoded
/// @param parameters each with its values; several are sent as several
/// @param what it does, a phrase such as `start web01`
public record Step(String method, String path, SortedMap<String, List<String>> parameters, String what) {

    public Step {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /// A step; values are texts, numbers, booleans, lists of them, and optionals, of which empty ones are left out.
    public static Step of(String method, String path, Map<String, ?> parameters, String what) {
        SortedMap<String, List<String>> texts = new TreeMap<>();
        parameters.forEach((name, value) -> {
            List<String> values = texts(value);
            if (!values.isEmpty()) {
                texts.put(name, values);
            }
        });
        return new Step(method, path, texts, what);
    }

    public static Step post(String path, Map<String, ?> parameters, String what) {
        return of("POST", path, parameters, what);
    }

    public static Step put(String path, Map<String, ?> parameters, String what) {
        return of("PUT", path, parameters, what);
    }

    public static Step delete(String path, Map<String, ?> parameters, String what) {
        return of("DELETE", path, parameters, what);
    }

    /// The value of a parameter that is given once.
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).map(List::getFirst);
    }

    /// The segments of the path, decoded.
    List<String> segments() {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(Step::decoded)
                .toList();
    }

    /// The call as a person reads it: `POST /nodes/pve1/qemu/100/status/stop timeout=5`.
    @Override
    public String toString() {
        return StepText.exact(this);
    }

    private static String decoded(String segment) {
        // Not URLDecoder alone: it would turn a plus into a space.
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static List<String> texts(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(Step::texts).orElse(List.of());
            case Collection<?> several ->
                several.stream().flatMap(one -> texts(one).stream()).toList();
            case Boolean flag -> List.of(flag ? "1" : "0");
            default -> List.of(value.toString());
        };
    }
}
