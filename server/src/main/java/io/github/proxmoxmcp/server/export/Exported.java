package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.server.tool.Printable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// An export: texts of files, by their names relative to a folder.
///
/// @param notes what was left out and why, each a sentence
public record Exported(SortedMap<String, String> files, List<String> notes) {

    public Exported {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        // Names that others gave are in them.
        notes = notes.stream().map(Printable::line).toList();
    }
}
