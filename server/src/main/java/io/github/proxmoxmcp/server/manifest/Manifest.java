package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.yaml.Place;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// One thing as its manifest declares it: the fields that are written are owned, all others are nobody's here.
///
/// @param name of the key, not of the guest
/// @param present whether it is to be there
/// @param vmid of a guest; absent: chosen when the plan is made
/// @param fixed whether a guest is to stay on its node
/// @param ignored paths whose differences are no drift, with the reason
/// @param movedFrom the key that it had before
public record Manifest(
        ManifestKind kind,
        String name,
        Place place,
        Optional<String> cluster,
        boolean present,
        Optional<Integer> vmid,
        Optional<String> node,
        boolean fixed,
        Origin from,
        List<Wanted> fields,
        SortedMap<String, String> ignored,
        Optional<String> movedFrom) {

    public Manifest {
        fields = List.copyOf(fields);
    }

    /// `VM/web01`
    public String key() {
        return kind.word() + "/" + name;
    }

    /// What is wanted of a field.
    public Optional<Wanted> wanted(String path) {
        return fields.stream().filter(wanted -> wanted.path().equals(path)).findFirst();
    }

    /// Why a difference of a field is to be no drift: a path, or a group above it, is ignored.
    public Optional<String> ignored(String path) {
        return ignored.entrySet().stream()
                .filter(entry -> path.equals(entry.getKey()) || path.startsWith(entry.getKey() + "."))
                .map(java.util.Map.Entry::getValue)
                .findFirst();
    }
}
