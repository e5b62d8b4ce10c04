package io.github.proxmoxmcp.persistence.sql;

import static java.util.stream.Collectors.groupingBy;

import io.github.proxmoxmcp.persistence.Cause;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Change.Field;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.UserName;
import io.github.proxmoxmcp.persistence.sql.Transition.Origin;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The changes between two moments one by one, as they were returned when they were recorded. Only rows that were
/// opened or closed between them are looked at.
final class Steps {

    private final Versions versions;
    private final ChangeQuery query;
    private final long from;
    private final long to;

    Steps(Versions versions, ChangeQuery query) {
        this.versions = versions;
        this.query = query;
        this.from = query.from().toEpochMilli();
        this.to = query.to().toEpochMilli();
    }

    /// Newest first.
    List<Change> changes() throws SQLException {
        List<Transition> transitions = new ArrayList<>();
        for (Temporal kind : Temporals.ALL) {
            Kind owner = kind.owner().kind();
            if (query.kind().orElse(owner) == owner) {
                transitions.addAll(steps(kind));
            }
        }
        Map<List<Object>, List<Version>> guests = guests(transitions);
        Map<Long, Cause> causes =
                new TaskRows(versions.connection(), versions.cluster(), 0).causes(transitions.stream());
        TreeMap<Long, List<Transition>> byTime =
                transitions.stream().collect(groupingBy(Transition::at, TreeMap::new, Collectors.toList()));
        List<Change> changes = new ArrayList<>();
        byTime.descendingMap().forEach((at, together) -> {
            List<Transition> wanted = together.stream()
                    .filter(transition -> isOnNode(transition, guests))
                    .toList();
            new ChangeFolder(query.cluster(), key -> name(guests, key, at), causes)
                    .fold(wanted).stream()
                            .filter(change -> query.id()
                                    .orElse(change.thing().id())
                                    .equals(change.thing().id()))
                            .filter(this::isOnStorage)
                            .filter(this::isOfField)
                            .filter(this::isOfActor)
                            .forEach(changes::add);
        });
        return changes;
    }

    private List<Transition> steps(Temporal kind) throws SQLException {
        Where where = Where.ANY;
        if (kind.owner().kind() == Kind.GUEST && query.id().isPresent()) {
            where = Where.is("vmid", vmid(query.id().get()));
        }
        Map<List<Object>, TreeMap<Long, Version>> opened = new HashMap<>();
        Map<List<Object>, TreeMap<Long, Version>> closed = new HashMap<>();
        for (Version version :
                versions.find(kind, Where.within("valid_from", from, to).and(where))) {
            opened.computeIfAbsent(version.key(), _ -> new TreeMap<>()).put(version.from(), version);
        }
        for (Version version :
                versions.find(kind, Where.within("valid_to", from, to).and(where))) {
            closed.computeIfAbsent(version.key(), _ -> new TreeMap<>())
                    .put(version.to().orElse(to), version);
        }
        FirstReadings known = FirstReadings.of(versions, kind, opened.keySet());
        List<Transition> steps = new ArrayList<>();
        opened.forEach((key, byTime) -> byTime.forEach((at, version) -> {
            Optional<Version> before = Optional.ofNullable(closed.get(key)).map(ends -> ends.remove(at));
            if (before.isPresent() || at > known.of(kind, key)) {
                steps.add(step(kind, before, Optional.of(version), new Origin(at, version.openedBy())));
            }
        }));
        closed.values()
                .forEach(byTime -> byTime.forEach((at, version) -> steps.add(
                        step(kind, Optional.of(version), Optional.empty(), new Origin(at, version.closedBy())))));
        return steps;
    }

    private static Transition step(Temporal kind, Optional<Version> before, Optional<Version> after, Origin origin) {
        return new Transition(kind, before, after.map(Version::row), origin, OptionalLong.empty(), List.of());
    }

    /// No vmid is negative: a text that is none finds nothing.
    private static int vmid(String id) {
        return id.matches("[0-9]{1,9}") ? Integer.parseInt(id) : -1;
    }

    /// All that is known of the guests of which only parts changed, and of their past.
    private Map<List<Object>, List<Version>> guests(List<Transition> transitions) throws SQLException {
        List<Integer> vmids = transitions.stream()
                .filter(transition -> transition.kind().owner().kind() == Kind.GUEST)
                .map(transition -> (Integer) transition.key().getFirst())
                .distinct()
                .toList();
        return versions.ofGuests(Temporals.GUESTS, vmids, Where.ANY).stream().collect(groupingBy(Version::key));
    }

    /// The versions of a guest that held just before or after a moment, the later ones first.
    private static Stream<Version> around(Map<List<Object>, List<Version>> guests, List<Object> key, long at) {
        return guests.getOrDefault(key.subList(0, 2), List.of()).stream()
                .filter(version -> version.from() <= at && version.to().orElse(Long.MAX_VALUE) >= at)
                .sorted(Comparator.comparingLong(Version::from).reversed());
    }

    private static Optional<String> name(Map<List<Object>, List<Version>> guests, List<Object> key, long at) {
        return around(guests, key, at)
                .flatMap(version -> version.facts().text(Temporals.GUEST_NAME).stream())
                .findFirst();
    }

    private boolean isOnNode(Transition transition, Map<List<Object>, List<Version>> guests) {
        return query.node().isEmpty()
                || nodes(transition, guests).anyMatch(query.node().get()::equals);
    }

    private static Stream<String> nodes(Transition transition, Map<List<Object>, List<Version>> guests) {
        Temporal kind = transition.kind();
        if (kind.owner().kind() == Kind.GUEST) {
            return around(guests, transition.key(), transition.at())
                    .flatMap(version -> version.facts().text(Temporals.GUEST_NODE).stream());
        }
        OptionalInt inKey = kind.owner().kind() == Kind.NODE
                ? OptionalInt.of(0)
                : kind.key().find("node");
        return inKey.stream().mapToObj(column -> transition.key().get(column).toString());
    }

    private boolean isOfField(Change change) {
        return query.field().isEmpty()
                || names(change)
                        .anyMatch(name -> name.equals(query.field().get())
                                || name.startsWith(query.field().get() + "."));
    }

    private static Stream<String> names(Change change) {
        return switch (change) {
            case Change.Altered altered -> altered.fields().stream().map(Field::name);
            case Change.Moved moved ->
                Stream.concat(Stream.of("node"), moved.fields().stream().map(Field::name));
            case Change.Appeared _, Change.Vanished _ -> Stream.empty();
        };
    }

    private boolean isOnStorage(Change change) {
        if (query.storage().isEmpty()) {
            return true;
        }
        String storage = query.storage().get();
        String id = change.thing().id();
        return switch (change.thing().kind()) {
            case STORAGE -> id.startsWith(storage + "@");
            case STORAGE_DEFINITION -> id.equals(storage);
            case BACKUP -> id.startsWith(storage + ":");
            default -> false;
        };
    }

    private boolean isOfActor(Change change) {
        return query.actor().isEmpty()
                || causes(change)
                        .map(Cause::user)
                        .anyMatch(new UserName(query.actor().get())::means);
    }

    private static Stream<Cause> causes(Change change) {
        Stream<Field> fields = switch (change) {
            case Change.Altered altered -> altered.fields().stream();
            case Change.Moved moved -> moved.fields().stream();
            case Change.Appeared _, Change.Vanished _ -> Stream.empty();
        };
        return Stream.concat(change.cause().stream(), fields.flatMap(field -> field.cause().stream()));
    }
}
