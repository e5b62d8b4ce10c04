package io.github.proxmoxmcp.persistence;

import java.util.SortedMap;
import java.util.function.Function;

/// What somebody wants to know of configurations. The memory works it out once for each, and keeps it until that
/// configuration is another; so there is one object for each question, made once and not at each call.
///
/// @param of what it is of one configuration: depends on nothing else, and is never changed
public record ConfigView<T>(Function<SortedMap<String, String>, T> of) {

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
