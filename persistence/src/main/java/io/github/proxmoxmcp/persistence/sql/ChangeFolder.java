package io.github.proxmoxmcp.persistence.sql;

import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.Cause;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Change.Field;
import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.Thing;
import io.github.proxmoxmcp.persistence.sql.Temporal.Owner;
import io.github.proxmoxmcp.persistence.sql.Transition.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/// Makes changes for people out of transitions of rows: one for each thing, with the parts of a guest or node as its
/// fields.
final class ChangeFolder {

    private static final Comparator<Map.Entry<Id, List<Transition>>> BY_KIND_AND_ID =
            Map.Entry.comparingByKey(Comparator.comparing(Id::kind).thenComparing(Id::key, ChangeFolder::compareKeys));

    private final String cluster;
    private final Function<List<Object>, Optional<String>> guestNames;
    private final Map<Long, Cause> causes;

    /// @param guestNames finds the name by vmid and incarnation, for guests of which only parts changed
    /// @param causes by row of the task
    ChangeFolder(String cluster, Function<List<Object>, Optional<String>> guestNames, Map<Long, Cause> causes) {
        this.cluster = cluster;
        this.guestNames = guestNames;
        this.causes = causes;
    }

    /// A thing that a change is about; of a guest with its incarnation.
    private record Id(Kind kind, List<Object> key) {}

    List<Change> fold(List<Transition> transitions) {
        Map<Id, List<Transition>> byThing = new LinkedHashMap<>();
        transitions.forEach(transition -> byThing.computeIfAbsent(thing(transition), _ -> new ArrayList<>())
                .add(transition));
        return byThing.entrySet().stream()
                .sorted(BY_KIND_AND_ID)
                .flatMap(entry -> change(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private static Id thing(Transition transition) {
        Owner owner = transition.kind().owner();
        return new Id(owner.kind(), transition.key().subList(0, owner.keys()));
    }

    private Optional<Change> change(Id id, List<Transition> transitions) {
        Optional<Transition> whole = transitions.stream()
                .filter(transition -> transition.kind().kind() == id.kind())
                .findFirst();
        Thing thing = thing(id, whole);
        if (whole.isPresent() && whole.get().before().isEmpty()) {
            // The first look at a cluster as such is no change of it.
            return id.kind() == Kind.CLUSTER
                    ? Optional.empty()
                    : Optional.of(new Change.Appeared(
                            at(whole.get().origin()),
                            thing,
                            node(whole.get(), true),
                            cause(whole.get().origin())));
        }
        if (whole.isPresent() && whole.get().after().isEmpty()) {
            return Optional.of(new Change.Vanished(
                    at(whole.get().origin()),
                    thing,
                    node(whole.get(), false),
                    cause(whole.get().origin())));
        }
        List<Field> fields = transitions.stream()
                .flatMap(transition -> fields(transition).stream())
                .toList();
        return fields.isEmpty() ? Optional.empty() : Optional.of(altered(thing, fields));
    }

    private static Change altered(Thing thing, List<Field> fields) {
        Optional<Field> move = fields.stream()
                .filter(field -> thing.kind() == Kind.GUEST && field.name().equals("node"))
                .findFirst();
        if (move.isEmpty()) {
            Instant latest = fields.stream()
                    .map(Field::at)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            Set<Optional<Cause>> causes = fields.stream().map(Field::cause).collect(toSet());
            return new Change.Altered(
                    latest,
                    thing,
                    fields,
                    causes.size() == 1 ? causes.iterator().next() : Optional.empty());
        }
        return new Change.Moved(
                move.get().at(),
                thing,
                move.get().before().orElseThrow(),
                move.get().after().orElseThrow(),
                fields.stream().filter(field -> !field.equals(move.get())).toList(),
                move.get().cause());
    }

    private Thing thing(Id id, Optional<Transition> whole) {
        return switch (id.kind()) {
            case CLUSTER -> new Thing(Kind.CLUSTER, cluster, Optional.empty());
            case GUEST -> {
                Optional<String> name = whole.flatMap(transition -> transition
                                .after()
                                .map(Row::facts)
                                .flatMap(facts -> facts.text(Temporals.GUEST_NAME))
                                .or(() -> transition
                                        .before()
                                        .flatMap(version -> version.facts().text(Temporals.GUEST_NAME))))
                        .or(() -> guestNames.apply(id.key()));
                yield new Thing(Kind.GUEST, id.key().getFirst().toString(), name);
            }
            case STORAGE ->
                new Thing(Kind.STORAGE, id.key().get(0) + "@" + id.key().get(1), Optional.empty());
            case BACKUP -> {
                String node = id.key().get(1).toString();
                yield new Thing(Kind.BACKUP, id.key().getLast() + (node.isEmpty() ? "" : "@" + node), Optional.empty());
            }
            default -> new Thing(id.kind(), id.key().getFirst().toString(), Optional.empty());
        };
    }

    private static String node(Transition transition, boolean after) {
        Temporal kind = transition.kind();
        OptionalInt inKey =
                kind.kind() == Kind.NODE ? OptionalInt.of(0) : kind.key().find("node");
        if (inKey.isPresent()) {
            return transition.key().get(inKey.getAsInt()).toString();
        }
        Facts facts = after
                ? transition.after().orElseThrow().facts()
                : transition.before().orElseThrow().facts();
        return kind.facts().find("node").stream()
                .boxed()
                .flatMap(column -> facts.text(column).stream())
                .findFirst()
                .orElse("");
    }

    private List<Field> fields(Transition transition) {
        Temporal kind = transition.kind();
        Owner owner = kind.owner();
        boolean both = transition.before().isPresent() && transition.after().isPresent();
        String part = kind.isPart() && !owner.prefix().isEmpty()
                ? owner.prefix() + "." + transition.key().getLast()
                : "";
        if (!part.isEmpty() && (!both || kind.facts().size() == 1)) {
            return List.of(field(
                    transition,
                    part,
                    owner.value(),
                    transition.before().map(Version::facts).map(facts -> asWhole(kind, facts)),
                    transition.after().map(Row::facts).map(facts -> asWhole(kind, facts))));
        }
        List<Field> fields = new ArrayList<>();
        for (int column = 0; both && column < kind.facts().size(); column++) {
            if (transition.alters(column)) {
                int changed = column;
                fields.add(field(
                        transition,
                        (part.isEmpty() ? "" : part + ".") + kind.facts().name(column),
                        column,
                        transition.before().flatMap(version -> kind.text(version.facts(), changed)),
                        transition.after().flatMap(row -> kind.text(row.facts(), changed))));
            }
        }
        return fields;
    }

    /// A part as one value.
    private static String asWhole(Temporal kind, Facts facts) {
        return kind.text(facts, kind.owner().value()).orElse("exists");
    }

    private Field field(
            Transition transition, String name, int column, Optional<String> before, Optional<String> after) {
        Origin origin = transition.origin(column);
        return new Field(name, before, after, at(origin), cause(origin));
    }

    private static Instant at(Origin origin) {
        return Instant.ofEpochMilli(origin.at());
    }

    private Optional<Cause> cause(Origin origin) {
        return origin.task().isPresent()
                ? Optional.ofNullable(causes.get(origin.task().getAsLong()))
                : Optional.empty();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compareKeys(List<Object> one, List<Object> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = ((Comparable) one.get(i)).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
