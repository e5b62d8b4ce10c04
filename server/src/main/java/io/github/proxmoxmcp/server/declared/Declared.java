package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.acting.PlannedManifests;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.ManifestSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// A set of manifests together with what was applied of it before.
///
/// @param applied what was applied last, and when; absent: never from this store
/// @param bindings the vmids of keys whose manifests name none
public record Declared(ManifestSet set, Optional<Applied> applied, Map<String, Integer> bindings) {

    /// How many plans of a set are looked through for vmids that they chose.
    private static final int LOOKED_BACK = 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What was applied.
    public record Applied(PlannedManifests record, ManifestSet set) {}

    /// A set as it is declared now.
    public static Declared of(Reading reading, ManifestSet set) {
        String cluster = reading.cluster().name();
        Map<String, Integer> bindings = new HashMap<>();
        List<PlannedManifests> begun = reading.store().manifests().begun(cluster, set.name(), LOOKED_BACK);
        begun.reversed().forEach(one -> bindings.putAll(bindings(one)));
        return new Declared(set, applied(reading, set.name()), bindings);
    }

    /// A set as it was applied last; absent: it never was.
    public static Optional<Declared> lastApplied(Reading reading, String name) {
        return applied(reading, name).map(last -> new Declared(last.set(), Optional.of(last), bindings(last.record())));
    }

    private static Optional<Applied> applied(Reading reading, String name) {
        return reading.store()
                .manifests()
                .applied(reading.cluster().name(), name)
                .map(record -> new Applied(
                        record, ManifestSet.read(name, new TreeMap<>(Map.of("set " + name, record.body())))));
    }

    /// The vmid that a manifest is about, if it has one yet.
    public Optional<Integer> vmid(Manifest manifest) {
        return manifest.vmid()
                .or(() -> Optional.ofNullable(bindings.get(manifest.key())))
                .or(() -> manifest.movedFrom().map(bindings::get));
    }

    /// What was applied of a thing.
    public Optional<Manifest> before(Manifest manifest) {
        return applied.flatMap(last ->
                last.set().get(manifest.key()).or(() -> manifest.movedFrom().flatMap(last.set()::get)));
    }

    /// What was applied and is declared no more.
    public List<Manifest> orphans() {
        return applied.stream()
                .flatMap(last -> last.set().manifests().stream())
                .filter(old -> set.get(old.key()).isEmpty())
                .filter(old -> set.manifests().stream()
                        .noneMatch(one -> one.movedFrom().equals(Optional.of(old.key()))))
                .toList();
    }

    /// As they are kept.
    public static String written(Map<String, Integer> bindings) {
        return JSON.writeValueAsString(new TreeMap<>(bindings));
    }

    private static Map<String, Integer> bindings(PlannedManifests planned) {
        return JSON.readValue(planned.bindings(), new TypeReference<Map<String, Integer>>() {});
    }
}
