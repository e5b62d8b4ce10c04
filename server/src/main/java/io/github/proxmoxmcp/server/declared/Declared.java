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
/// @param bindings which guest each key is of, as plans that were begun left it
public record Declared(ManifestSet set, Optional<Applied> applied, Map<String, Binding> bindings) {

    /// How many plans of a set are looked through for vmids that they chose.
    private static final int LOOKED_BACK = 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// The guest of a key.
    ///
    /// @param incarnation which of those that have that vmid one after the other; absent: nobody wrote it down
    public record Binding(int vmid, Optional<Integer> incarnation) {}

    /// What was applied.
    public record Applied(PlannedManifests record, ManifestSet set) {}

    /// A set as it is declared now.
    public static Declared of(Reading reading, ManifestSet set) {
        return new Declared(set, applied(reading, set.name()), bindings(reading, set.name()));
    }

    private static Map<String, Binding> bindings(Reading reading, String set) {
        Map<String, Binding> bindings = new HashMap<>();
        reading.store()
                .manifests()
                .begun(reading.cluster().name(), set, LOOKED_BACK)
                .reversed()
                .forEach(one -> bindings.putAll(bindings(one)));
        return bindings;
    }

    /// A set as it was applied last; absent: it never was.
    public static Optional<Declared> lastApplied(Reading reading, String name) {
        return applied(reading, name).map(last -> new Declared(last.set(), Optional.of(last), bindings(reading, name)));
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
        return manifest.vmid().or(() -> bound(manifest).map(Binding::vmid));
    }

    /// The guest that a manifest was applied to.
    Optional<Binding> bound(Manifest manifest) {
        return Optional.ofNullable(bindings.get(manifest.key()))
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
    public static String written(Map<String, Binding> bindings) {
        Map<String, String> texts = new TreeMap<>();
        bindings.forEach((key, one) -> texts.put(
                key, one.vmid() + one.incarnation().map(number -> "/" + number).orElse("")));
        return JSON.writeValueAsString(texts);
    }

    private static Map<String, Binding> bindings(PlannedManifests planned) {
        Map<String, Binding> bindings = new HashMap<>();
        // A number alone was written before incarnations were.
        JSON.readValue(planned.bindings(), new TypeReference<Map<String, String>>() {})
                .forEach((key, text) -> {
                    String[] parts = text.split("/");
                    bindings.put(
                            key,
                            new Binding(
                                    Integer.parseInt(parts[0]),
                                    parts.length > 1 ? Optional.of(Integer.valueOf(parts[1])) : Optional.empty()));
                });
        return bindings;
    }
}
