package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Change.Field;
import io.github.proxmoxmcp.persistence.sql.history.Transition.Origin;
import io.github.proxmoxmcp.persistence.value.Cause;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Thing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Makes changes for people out of entries: one for each thing, or for each thing and moment.
///
/// @param causes by row of the task
public record ChangeFolder(Map<Long, Cause> causes) {

    private record Id(Kind kind, String id, int incarnation, long at) {}

    /// Each thing once, whenever its facts changed.
    public List<Change> foldThings(List<ChangeEntry> entries) {
        return fold(entries, false);
    }

    /// In the order of the entries; what was observed of a thing at once is one change.
    public List<Change> foldSteps(List<ChangeEntry> entries) {
        return fold(entries, true);
    }

    private List<Change> fold(List<ChangeEntry> entries, boolean byTime) {
        Map<Id, List<ChangeEntry>> byThing = new LinkedHashMap<>();
        for (ChangeEntry entry : entries) {
            Thing thing = entry.thing();
            long at = byTime ? entry.origin().at() : 0;
            byThing.computeIfAbsent(new Id(thing.kind(), thing.id(), entry.incarnation(), at), _ -> new ArrayList<>())
                    .add(entry);
        }
        return byThing.values().stream().map(this::change).toList();
    }

    /// When what was observed of a thing at once happened: where it is known of all of it, the latest.
    public static OptionalLong happened(List<ChangeEntry> together) {
        return together.stream().allMatch(entry -> entry.origin().happened().isPresent())
                ? together.stream()
                        .mapToLong(entry -> entry.origin().happened().getAsLong())
                        .max()
                : OptionalLong.empty();
    }

    private Change change(List<ChangeEntry> entries) {
        ChangeEntry first = entries.getFirst();
        Optional<Instant> happened = happened(entries).stream()
                .mapToObj(millis -> Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS))
                .findFirst();
        if (first.isWhole()) {
            Instant at = at(first.origin());
            Optional<Cause> cause = cause(first.origin());
            return first.before().isPresent()
                    ? new Change.Vanished(
                            at, happened, first.thing(), first.before().get(), cause)
                    : new Change.Appeared(
                            at, happened, first.thing(), first.after().orElseThrow(), cause);
        }
        List<Field> fields = entries.stream()
                .map(entry -> new Field(
                        entry.field(), entry.before(), entry.after(), at(entry.origin()), cause(entry.origin())))
                .toList();
        Optional<Field> move = fields.stream()
                .filter(field ->
                        first.thing().kind() == Kind.GUEST && field.name().equals(ChangeEntry.MOVE))
                .findFirst();
        if (move.isEmpty()) {
            Instant latest = fields.stream()
                    .map(Field::at)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            Set<Optional<Cause>> causes = fields.stream().map(Field::cause).collect(toSet());
            return new Change.Altered(
                    latest,
                    happened,
                    first.thing(),
                    fields,
                    causes.size() == 1 ? causes.iterator().next() : Optional.empty());
        }
        return new Change.Moved(
                move.get().at(),
                happened,
                first.thing(),
                move.get().before().orElseThrow(),
                move.get().after().orElseThrow(),
                fields.stream().filter(field -> !field.equals(move.get())).toList(),
                move.get().cause());
    }

    private static Instant at(Origin origin) {
        return Instant.ofEpochMilli(origin.at());
    }

    private Optional<Cause> cause(Origin origin) {
        return origin.task().isPresent()
                ? Optional.ofNullable(causes.get(origin.task().getAsLong()))
                : Optional.empty();
    }
}
