package io.github.proxmoxmcp.client.guest;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// A change of a guest's configuration.
///
/// @param set option to new value
/// @param delete options to remove, separated by commas
/// @param digest of the configuration that the change was made for; another one is refused
public record ConfigChange(Map<String, String> set, Optional<String> delete, Optional<String> digest) {

    public ConfigChange {
        set = Map.copyOf(set);
    }

    /// A change from its parts.
    public static ConfigChange of(Map<String, String> set, Collection<String> delete, Optional<String> digest) {
        return new ConfigChange(
                set, delete.isEmpty() ? Optional.empty() : Optional.of(String.join(",", delete)), digest);
    }

    /// The names only: a value may be a password.
    @Override
    public String toString() {
        return "ConfigChange[set=" + set.keySet() + ", delete=" + delete.orElse("") + "]";
    }
}
