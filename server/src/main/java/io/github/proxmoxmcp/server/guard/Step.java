package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.http.PercentEncoding;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

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

    /// Every value of a parameter: what is judged is all of them, whichever Proxmox takes.
    List<String> values(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /// The words of the lists that a parameter's values are.
    Stream<String> words(String name) {
        return values(name).stream()
                .flatMap(text -> Arrays.stream(text.split("[,;\\s]+")))
                .filter(word -> !word.isEmpty());
    }

    /// The segments of the path, decoded.
    List<String> segments() {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(PercentEncoding::decode)
                .toList();
    }

    /// The call as a person reads it: `POST /nodes/pve1/qemu/100/status/stop timeout=5`.
    @Override
    public String toString() {
        return StepText.exact(this);
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
