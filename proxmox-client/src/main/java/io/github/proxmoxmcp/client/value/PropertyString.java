package io.github.proxmoxmcp.client.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A value such as `virtio=BC:24:11:00:01:00,bridge=vmbr0,firewall=1`: keys and values in order, of which the default
/// key may stand without its name (`local:100/vm-100-disk-0.qcow2,size=64M`). It keeps what it does not know and writes
/// back what it read.
public record PropertyString(List<Property> properties) {

    /// One part of it; the default key has an empty name.
    public record Property(String key, String value) {
        @Override
        public String toString() {
            return key.isEmpty() ? value : key + "=" + value;
        }
    }

    public PropertyString {
        properties = List.copyOf(properties);
    }

    /// Reads any text; there is none that it refuses.
    public static PropertyString parse(String text) {
        if (text.isEmpty()) {
            return new PropertyString(List.of());
        }
        return new PropertyString(
                Arrays.stream(text.split(",", -1)).map(PropertyString::property).toList());
    }

    /// The value of a key.
    public Optional<String> get(String key) {
        return properties.stream()
                .filter(property -> property.key().equals(key))
                .map(Property::value)
                .findFirst();
    }

    /// The value of a key whose name may be left out, such as `file` of a disk.
    public Optional<String> get(String key, String defaultKey) {
        return get(key).or(() -> key.equals(defaultKey) ? get("") : Optional.empty());
    }

    /// This property string with another value of the key, in its place or at the end.
    public PropertyString with(String key, String value) {
        List<Property> changed = new ArrayList<>(properties);
        Property property = new Property(key, value);
        int place = keys().indexOf(key);
        if (place < 0) {
            changed.add(property);
        } else {
            changed.set(place, property);
        }
        return new PropertyString(changed);
    }

    /// This property string without the key.
    public PropertyString without(String key) {
        return new PropertyString(properties.stream()
                .filter(property -> !property.key().equals(key))
                .toList());
    }

    /// The keys in order; the default key is empty.
    public List<String> keys() {
        return properties.stream().map(Property::key).toList();
    }

    @Override
    public String toString() {
        return properties.stream().map(Property::toString).collect(Collectors.joining(","));
    }

    private static Property property(String part) {
        int equals = part.indexOf('=');
        // "=x" has no name either; as a value it is written back as it came.
        return equals < 1
                ? new Property("", part)
                : new Property(part.substring(0, equals), part.substring(equals + 1));
    }
}
