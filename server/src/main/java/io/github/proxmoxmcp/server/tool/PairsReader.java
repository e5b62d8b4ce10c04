package io.github.proxmoxmcp.server.tool;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what [Pairs] stand for: `{"cores": 4}` is `["cores=4"]`, true and false are 1 and 0 as Proxmox has them.
final class PairsReader {

    private PairsReader() {}

    /// @throws IllegalArgumentException that says which forms are taken
    static List<String> read(Object given) {
        return several(given).flatMap(PairsReader::one).toList();
    }

    private static Stream<? extends @Nullable Object> several(@Nullable Object given) {
        return given instanceof Collection<?> list ? list.stream() : Stream.of(given);
    }

    private static Stream<String> one(@Nullable Object element) {
        if (element instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .flatMap(entry -> several(entry.getValue()).map(value -> entry.getKey() + "=" + text(value)));
        }
        return Stream.of(text(element));
    }

    private static String text(@Nullable Object value) {
        if (value == null || value instanceof Map || value instanceof Collection) {
            throw new IllegalArgumentException("must be a list of name=value texts, or an object of texts and numbers"
                    + " such as {\"cores\": 4}; a part of it is null, an object or a list");
        }
        return value instanceof Boolean on ? (on ? "1" : "0") : value.toString();
    }
}
