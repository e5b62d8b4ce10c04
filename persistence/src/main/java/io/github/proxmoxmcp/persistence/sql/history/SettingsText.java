package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Options by name as one text, a line each: how a column holds them.
final class SettingsText {

    private SettingsText() {}

    static String of(Map<?, ?> options) {
        return options.entrySet().stream()
                .map(option -> option.getKey() + "="
                        + option.getValue().toString().replace("\\", "\\\\").replace("\n", "\\n"))
                .sorted()
                .collect(joining("\n"));
    }

    static SortedMap<String, String> options(String text) {
        SortedMap<String, String> options = new TreeMap<>();
        text.lines().forEach(line -> {
            int end = line.indexOf('=');
            if (end > 0) {
                options.put(
                        line.substring(0, end),
                        line.substring(end + 1)
                                .replace("\\\\", "\0")
                                .replace("\\n", "\n")
                                .replace('\0', '\\'));
            }
        });
        return options;
    }

    /// The options of one of two texts that differ from the other, by name. Nothing where one was not known at all:
    /// what is read for the first time became known, it did not change.
    static SortedMap<String, Optional<String>> changed(Optional<String> text, Optional<String> other) {
        SortedMap<String, Optional<String>> changed = new TreeMap<>();
        if (text.isPresent() && other.isPresent()) {
            SortedMap<String, String> one = options(text.get());
            SortedMap<String, String> two = options(other.get());
            one.forEach((name, value) -> changed.put(name, Optional.of(value)));
            two.keySet().forEach(name -> changed.putIfAbsent(name, Optional.empty()));
            two.forEach((name, value) -> changed.remove(name, Optional.of(value)));
        }
        return changed;
    }
}
