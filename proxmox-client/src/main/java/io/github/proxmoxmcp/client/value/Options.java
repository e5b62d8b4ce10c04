package io.github.proxmoxmcp.client.value;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Further parameters of a request by name: `net0`, `scsi1`, `tags`, and whatever else Proxmox knows. Values are texts,
/// numbers, booleans, times, [PropertyString]s, [Secret]s, and collections of them.
public record Options(SortedMap<String, Object> values) {

    /// None.
    public static final Options NONE = of(Map.of());

    public Options {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /// Options by name.
    public static Options of(Map<String, ?> values) {
        return new Options(new TreeMap<>(values));
    }

    /// These options and one more.
    public Options with(String name, Object value) {
        return with(Map.of(name, value));
    }

    /// These options and more, which replace those of the same names.
    public Options with(Map<String, ?> more) {
        SortedMap<String, Object> all = new TreeMap<>(values);
        all.putAll(more);
        return new Options(all);
    }

    /// The names only: a value may be a password.
    @Override
    public String toString() {
        return "Options" + values.keySet();
    }
}
