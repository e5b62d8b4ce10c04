package io.github.proxmoxmcp.server.manifest.yaml;

import java.util.List;
import java.util.Optional;

/// A part of a YAML document that knows where it stands. Scalars are text: what a text means is decided by the field
/// that it is the value of, so that `no` is never false and a MAC address never a number.
public sealed interface YamlTree {

    Place place();

    /// @param quoted whether it stands in quotes or as a block: then it is text and never `null` or `true`
    record Scalar(Place place, String text, boolean quoted) implements YamlTree {

        /// Whether it is nothing: `null`, `~` or an empty value.
        public boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("null") || text.equals("~"));
        }

        public Scalar with(String other) {
            return new Scalar(place, other, quoted);
        }
    }

    /// Keys and values in the order of the file; no key is there twice.
    record Mapping(Place place, List<Entry> entries) implements YamlTree {

        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<YamlTree> get(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }

        /// The text of a single value; absent where there is none, or something else.
        public Optional<String> text(String key) {
            return get(key).filter(value -> value instanceof Scalar scalar && !scalar.isNull())
                    .map(value -> ((Scalar) value).text());
        }
    }

    /// @param place of the key
    record Entry(Place place, String key, YamlTree value) {}

    /// A list.
    record Sequence(Place place, List<YamlTree> items) implements YamlTree {

        public Sequence {
            items = List.copyOf(items);
        }
    }
}
