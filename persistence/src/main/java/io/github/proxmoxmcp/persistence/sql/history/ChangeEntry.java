package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.joining;

import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTable.Owner;
import io.github.proxmoxmcp.persistence.sql.history.Transition.Origin;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Thing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/// One fact of a thing that became another one, or a thing that came or went: a row of the table `change`.
///
/// @param incarnation of guests, else 0
/// @param field empty: the thing itself came (only `after` is there) or went, and the values are nodes
/// @param node where the thing is, or was before it went
/// @param vmid the guest that a thing besides guests is about
public record ChangeEntry(
        Thing thing,
        int incarnation,
        String field,
        Optional<String> before,
        Optional<String> after,
        Optional<String> node,
        OptionalInt vmid,
        Origin origin) {

    /// The name of the field that tells of a guest's move.
    static final String MOVE = "node";

    public boolean isWhole() {
        return field.isEmpty();
    }

    public ChangeEntry named(Optional<String> name) {
        return new ChangeEntry(
                new Thing(thing.kind(), thing.id(), name), incarnation, field, before, after, node, vmid, origin);
    }

    public ChangeEntry causedBy(long task) {
        return new ChangeEntry(
                thing, incarnation, field, before, after, node, vmid, new Origin(origin.at(), OptionalLong.of(task)));
    }

    public ChangeEntry withBefore(Optional<String> earlier) {
        return new ChangeEntry(thing, incarnation, field, earlier, after, node, vmid, origin);
    }

    /// What is told of transitions of rows, sorted by kind and id: parts of a guest or node are fields of it, and are
    /// not told of when it comes or goes.
    ///
    /// @param guests finds the facts by vmid and incarnation, for guests of which only parts changed
    public static List<ChangeEntry> of(
            String cluster, List<Transition> transitions, Function<List<Object>, Optional<Facts>> guests) {
        Set<Transition> unmoved = Positions.unmoved(transitions);
        Map<Id, List<Transition>> byThing = new LinkedHashMap<>();
        transitions.forEach(transition -> byThing.computeIfAbsent(Id.of(transition), _ -> new ArrayList<>())
                .add(transition));
        return byThing.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Id.ORDER))
                .flatMap(entry ->
                        new Subject(cluster, entry.getKey(), entry.getValue(), guests, unmoved).entries().stream())
                .toList();
    }

    /// A thing that a change is about; of a guest with its incarnation.
    private record Id(Kind kind, List<Object> key) {

        private static final Comparator<Id> ORDER =
                Comparator.comparing(Id::kind).thenComparing(Id::key, Id::compareKeys);

        static Id of(Transition transition) {
            Owner owner = transition.kind().owner();
            return new Id(owner.kind(), transition.key().subList(0, owner.keys()));
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

    /// One thing with all that changed of it.
    private record Subject(
            String cluster,
            Id id,
            List<Transition> transitions,
            Function<List<Object>, Optional<Facts>> guests,
            Set<Transition> unmoved) {

        List<ChangeEntry> entries() {
            Optional<Transition> whole = transitions.stream()
                    .filter(transition -> transition.kind().kind() == id.kind())
                    .findFirst();
            if (whole.isPresent() && whole.get().before().isEmpty()) {
                // The first look at a cluster as such is no change of it.
                return id.kind() == Kind.CLUSTER ? List.of() : List.of(whole(whole.get(), false));
            }
            if (whole.isPresent() && whole.get().after().isEmpty()) {
                return List.of(whole(whole.get(), true));
            }
            return transitions.stream()
                    .sorted(Comparator.<Transition>comparingInt(
                                    transition -> HistoryTables.all().indexOf(transition.kind()))
                            .thenComparing(Transition::key, Id::compareKeys))
                    .flatMap(transition -> fields(transition).stream())
                    .toList();
        }

        private ChangeEntry whole(Transition transition, boolean gone) {
            Optional<String> place = Optional.of(node(transition).orElse(""));
            return entry(
                    transition,
                    "",
                    gone ? place : Optional.empty(),
                    gone ? Optional.empty() : place,
                    transition.origin());
        }

        private List<ChangeEntry> fields(Transition transition) {
            HistoryTable kind = transition.kind();
            Owner owner = kind.owner();
            boolean both = transition.before().isPresent() && transition.after().isPresent();
            String part = kind.isPart() && !owner.prefix().isEmpty()
                    ? owner.prefix() + "." + transition.key().getLast()
                    : "";
            if (!part.isEmpty() && (!both || kind.facts().size() == 1)) {
                return List.of(entry(
                        transition,
                        part,
                        transition.before().map(Version::facts).map(facts -> asWhole(kind, facts)),
                        transition.after().map(Row::facts).map(facts -> asWhole(kind, facts)),
                        transition.origin(owner.value())));
            }
            List<ChangeEntry> fields = new ArrayList<>();
            for (int column = 0; both && column < kind.facts().size(); column++) {
                if (unmoved.contains(transition) && kind.facts().name(column).equals(Positions.COLUMN)) {
                    continue;
                }
                if (transition.alters(column) && kind.facts().list().get(column).type() == Columns.Type.SETTINGS) {
                    fields.addAll(settings(transition, column));
                } else if (transition.alters(column)) {
                    int changed = column;
                    fields.add(entry(
                            transition,
                            (part.isEmpty() ? "" : part + ".") + kind.facts().name(column),
                            transition.before().flatMap(version -> kind.text(version.facts(), changed)),
                            transition.after().flatMap(row -> kind.text(row.facts(), changed)),
                            transition.origin(column)));
                }
            }
            return fields;
        }

        /// Each option that is another one is a field of its own.
        private List<ChangeEntry> settings(Transition transition, int column) {
            Optional<String> before =
                    transition.before().flatMap(version -> version.facts().text(column));
            Optional<String> after =
                    transition.after().flatMap(row -> row.facts().text(column));
            Map<String, Optional<String>> old = SettingsText.changed(before, after);
            String name = transition.kind().facts().name(column);
            List<ChangeEntry> fields = new ArrayList<>();
            SettingsText.changed(after, before)
                    .forEach((option, value) -> fields.add(entry(
                            transition,
                            name + "." + option,
                            old.getOrDefault(option, Optional.empty()),
                            value,
                            transition.origin(column))));
            return fields;
        }

        /// A part as one value.
        private static String asWhole(HistoryTable kind, Facts facts) {
            return kind.text(facts, kind.owner().value()).orElse("exists");
        }

        private ChangeEntry entry(
                Transition transition, String field, Optional<String> before, Optional<String> after, Origin origin) {
            return new ChangeEntry(
                    thing(), incarnation(), field, before, after, node(transition), vmid(transition), origin);
        }

        private int incarnation() {
            return id.kind() == Kind.GUEST ? (Integer) id.key().get(1) : 0;
        }

        private Thing thing() {
            return switch (id.kind()) {
                case CLUSTER -> new Thing(Kind.CLUSTER, cluster, Optional.empty());
                case GUEST ->
                    new Thing(
                            Kind.GUEST,
                            id.key().getFirst().toString(),
                            guest().flatMap(facts -> facts.text(HistoryTables.GUEST_NAME)));
                case STORAGE ->
                    new Thing(Kind.STORAGE, id.key().get(0) + "@" + id.key().get(1), Optional.empty());
                case BACKUP -> {
                    String node = id.key().get(1).toString();
                    yield new Thing(
                            Kind.BACKUP, id.key().getLast() + (node.isEmpty() ? "" : "@" + node), Optional.empty());
                }
                default ->
                    new Thing(
                            id.kind(), id.key().stream().map(Object::toString).collect(joining("/")), Optional.empty());
            };
        }

        /// The facts of the guest itself, the later ones where it changed too.
        private Optional<Facts> guest() {
            return transitions.stream()
                    .filter(transition -> transition.kind().kind() == Kind.GUEST)
                    .findFirst()
                    .map(Subject::latest)
                    .or(() -> guests.apply(id.key()));
        }

        private static Facts latest(Transition transition) {
            return transition
                    .after()
                    .map(Row::facts)
                    .orElseGet(() -> transition.before().orElseThrow().facts());
        }

        private Optional<String> node(Transition transition) {
            HistoryTable kind = transition.kind();
            if (id.kind() == Kind.GUEST) {
                return guest().flatMap(facts -> facts.text(HistoryTables.GUEST_NODE));
            }
            OptionalInt inKey =
                    id.kind() == Kind.NODE ? OptionalInt.of(0) : kind.key().find("node");
            if (inKey.isPresent()) {
                return Optional.of(transition.key().get(inKey.getAsInt()).toString());
            }
            return fact(transition, "node");
        }

        private OptionalInt vmid(Transition transition) {
            return id.kind() == Kind.GUEST
                    ? OptionalInt.empty()
                    : fact(transition, "vmid").stream()
                            .mapToInt(Integer::parseInt)
                            .findFirst();
        }

        private static Optional<String> fact(Transition transition, String name) {
            OptionalInt column = transition.kind().facts().find(name);
            return column.isPresent() ? latest(transition).text(column.getAsInt()) : Optional.empty();
        }
    }
}
