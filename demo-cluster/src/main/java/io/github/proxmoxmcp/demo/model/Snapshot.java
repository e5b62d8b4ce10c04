package io.github.proxmoxmcp.demo.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A guest's configuration at a moment, under a name.
public record Snapshot(
        String name,
        Optional<String> parent,
        Instant taken,
        String description,
        boolean withMemory,
        SortedMap<String, String> options) {

    public Snapshot {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    public Snapshot withParent(Optional<String> newParent) {
        return new Snapshot(name, newParent, taken, description, withMemory, options);
    }

    public Snapshot withDescription(String text) {
        return new Snapshot(name, parent, taken, text, withMemory, options);
    }
}
