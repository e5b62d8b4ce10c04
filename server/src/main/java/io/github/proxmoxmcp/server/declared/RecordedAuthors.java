package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who made what it is now, from the recorded changes: nothing is asked, nothing is guessed.
public record RecordedAuthors(Reading reading) implements Judge.Authors {

    private static final int PARTS_LOOKED_AT = 200;

    @Override
    public Authorship of(Manifest manifest, Optional<Integer> vmid, Difference difference) {
        String fact = vmid.map(_ -> fact(difference.wanted().field()))
                .orElseGet(() ->
                        ThingFacts.fact(manifest.kind(), difference.wanted().field()));
        return (vmid.isPresent() ? changes(vmid.get(), fact) : changes(manifest, fact, difference))
                .stream()
                        .findFirst()
                        .map(change -> authorship(change, fact))
                        .orElse(new Authorship(Optional.empty(), Optional.empty()));
    }

    /// Rules, addresses and grants are things of their own to the memory: the latest change of one of the place.
    private List<Change> changes(Manifest manifest, String fact, Difference difference) {
        Kind kind = ThingFacts.kind(manifest.kind(), difference.path());
        boolean parts = manifest.kind() == ManifestKind.FIREWALL || manifest.kind() == ManifestKind.ACL;
        return reading
                .store()
                .history()
                .changes(new ChangeQuery(
                        reading.cluster().name(),
                        Instant.EPOCH,
                        reading.now(),
                        Optional.of(kind),
                        parts ? Optional.empty() : Optional.of(manifest.name()),
                        Optional.empty(),
                        parts ? Optional.empty() : Optional.of(fact),
                        Optional.empty(),
                        parts ? PARTS_LOOKED_AT : 1))
                .rows()
                .stream()
                .filter(change -> !parts || ThingFacts.isOf(change.thing().id(), manifest.name()))
                .toList();
    }

    /// When a fact was seen as it is first; absent: as long as there is memory.
    Optional<Instant> seen(int vmid, Difference difference) {
        return changes(vmid, fact(difference.wanted().field())).stream()
                .findFirst()
                .map(Change::at);
    }

    private List<Change> changes(int vmid, String fact) {
        return reading.store()
                .history()
                .changes(new ChangeQuery(
                        reading.cluster().name(),
                        Instant.EPOCH,
                        reading.now(),
                        Optional.of(Kind.GUEST),
                        Optional.of(String.valueOf(vmid)),
                        Optional.empty(),
                        Optional.of(fact),
                        Optional.empty(),
                        1))
                .rows();
    }

    private static Authorship authorship(Change change, String fact) {
        Optional<Change.Field> field = change instanceof Change.Altered altered
                ? altered.fields().stream()
                        .filter(one -> one.name().equals(fact))
                        .findFirst()
                : Optional.empty();
        return new Authorship(
                change.happened().or(() -> Optional.of(change.at())),
                field.flatMap(Change.Field::cause).or(change::cause));
    }

    private static String fact(Field field) {
        return switch (field.option()) {
            case Field.POOL -> "pool";
            case Field.NODE -> "node";
            case Field.POWER -> "status";
            default -> "config." + field.option();
        };
    }
}
