package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who made what it is now, from the recorded changes: nothing is asked, nothing is guessed.
public record RecordedAuthors(Reading reading) implements Judge.Authors {

    @Override
    public Authorship of(int vmid, Difference difference) {
        String fact = fact(difference.wanted().field());
        return changes(vmid, fact).stream()
                .findFirst()
                .map(change -> authorship(change, fact))
                .orElse(new Authorship(Optional.empty(), Optional.empty()));
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
