package io.github.proxmoxmcp.server.export;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// A pool with its members, as far as they are exported.
///
/// @param guests vmids
/// @param storages names
public record ExportedPool(
        String name, Optional<String> comment, SortedSet<Integer> guests, SortedSet<String> storages) {

    public ExportedPool {
        guests = Collections.unmodifiableSortedSet(new TreeSet<>(guests));
        storages = Collections.unmodifiableSortedSet(new TreeSet<>(storages));
    }
}
