package io.github.proxmoxmcp.persistence.sql;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.sql.TaskRows.Deed;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Tells which task, or which line of the cluster's log, made a change of a guest: the one that ended since the guest
/// was looked at before, or still runs, and that can have made such a change. Where there is none, or more than one,
/// nothing is told.
///
/// When something ended is when we first saw that it had: the cluster's clock may be wrong.
final class Causes {

    /// Proxmox shows these late.
    private static final Set<String> LATE = Set.of("status", "name", "memory_bytes", "cpus", "template");

    private final TaskRows tasks;

    Causes(TaskRows tasks) {
        this.tasks = tasks;
    }

    /// @param before when the thing of a transition was looked at the last time before
    List<Transition> assign(List<Transition> transitions, Function<Transition, OptionalLong> before)
            throws SQLException {
        List<Transition> guests = transitions.stream()
                .filter(transition ->
                        isOfGuest(transition) && before.apply(transition).isPresent())
                .toList();
        OptionalLong earliest = guests.stream()
                .mapToLong(transition -> before.apply(transition).getAsLong())
                .min();
        if (earliest.isEmpty()) {
            return transitions;
        }
        List<Deed> deeds = tasks.deeds(
                Set.copyOf(guests.stream().map(Causes::target).distinct().toList()),
                earliest.getAsLong() - TaskRows.JUST_BEFORE_MILLIS);
        Map<String, Set<String>> configured = guests.stream()
                .filter(transition -> transition.kind().kind() == Kind.GUEST_CONFIG)
                .collect(groupingBy(
                        Causes::target,
                        mapping(transition -> transition.key().getLast().toString(), toSet())));
        return transitions.stream()
                .map(transition -> isOfGuest(transition) && transition.task().isEmpty() && !tasks.isBefore(transition)
                        ? transition.causedBy(cause(
                                transition,
                                before.apply(transition),
                                deeds,
                                configured.getOrDefault(target(transition), Set.of())))
                        : transition)
                .toList();
    }

    /// @param configured keys of the guest's configuration that changed together with this
    private static OptionalLong cause(
            Transition transition, OptionalLong before, List<Deed> deeds, Set<String> configured) {
        if (before.isEmpty()) {
            return OptionalLong.empty();
        }
        long earlier = before.getAsLong() - (isLate(transition, configured) ? TaskRows.JUST_BEFORE_MILLIS : 0);
        List<Deed> recent = deeds.stream()
                .filter(deed ->
                        deed.isRunning() || deed.noticed().getAsLong() >= earlier + (isWhole(transition) ? 0 : 1))
                .toList();
        List<Deed> own = recent.stream()
                .filter(deed -> deed.target().equals(target(transition)))
                .toList();
        long last = before.getAsLong();
        if (isWhole(transition) && transition.before().isEmpty()) {
            return own.stream().anyMatch(Abilities::creates)
                    ? one(own, last, false, Abilities::creates)
                    : one(recent, last, false, deed -> Abilities.clones(deed) && !deed.isCause());
        }
        if (isWhole(transition) && transition.after().isEmpty()) {
            return own.stream().anyMatch(Abilities::destroys)
                    ? one(own, last, false, Abilities::destroys)
                    : one(
                            recent,
                            last,
                            false,
                            deed -> !deed.isRunning() && !deed.succeeded() && isMaker(deed, transition));
        }
        return one(own, last, comesIntoForce(transition), deed -> canHaveMade(deed, transition, configured));
    }

    /// A clone, creation or restore that fails takes away again what it had begun.
    private static boolean isMaker(Deed deed, Transition transition) {
        return transition.before().orElseThrow().openedBy().equals(OptionalLong.of(deed.id()));
    }

    /// The only one that ended since the last look; where none did the only one that runs; where none does the last one
    /// that had ended before: the list of tasks is read after the guests. Lines of the log stand behind tasks.
    ///
    /// @param inDoubt whether of several that ended one after the other each may be it
    private static OptionalLong one(List<Deed> deeds, long last, boolean inDoubt, Predicate<Deed> able) {
        List<Deed> found = deeds.stream().filter(able).distinct().toList();
        for (Predicate<Deed> rank : List.<Predicate<Deed>>of(
                deed -> !deed.isLine() && deed.noticed().orElse(last) > last,
                deed -> !deed.isLine() && deed.isRunning(),
                deed -> !deed.isLine(),
                Deed::isLine)) {
            List<Deed> ranked = found.stream().filter(rank).toList();
            List<Deed> best = inDoubt ? ranked : newest(ranked);
            if (!best.isEmpty()) {
                return best.size() == 1 ? OptionalLong.of(best.getFirst().id()) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private static List<Deed> newest(List<Deed> deeds) {
        OptionalLong newest = deeds.stream()
                .mapToLong(deed -> deed.noticed().orElse(Long.MAX_VALUE))
                .max();
        return deeds.stream()
                .filter(deed -> deed.noticed().orElse(Long.MAX_VALUE) == newest.orElse(0))
                .toList();
    }

    /// Sizes that were set while a guest ran come into force with a stop or the start after it: nobody can tell which.
    private static boolean comesIntoForce(Transition transition) {
        return isWhole(transition)
                && altered(transition)
                        .mapToObj(column -> transition.kind().facts().name(column))
                        .anyMatch(name -> name.equals("memory_bytes") || name.equals("cpus"));
    }

    private static boolean canHaveMade(Deed deed, Transition transition, Set<String> configured) {
        return switch (transition.kind().kind()) {
            case GUEST_CONFIG ->
                Abilities.changesKey(deed, transition.key().getLast().toString());
            case GUEST_SNAPSHOT -> Abilities.changesSnapshots(deed);
            default ->
                altered(transition)
                        .allMatch(column -> Abilities.changes(
                                deed,
                                transition.kind().facts().name(column),
                                transition.before().orElseThrow().facts().text(column),
                                transition.after().orElseThrow().facts().text(column),
                                configured));
        };
    }

    /// Whether all that changed may be shown late; what the configuration told just now is not.
    private static boolean isLate(Transition transition, Set<String> configured) {
        return isWhole(transition)
                && transition.before().isPresent()
                && transition.after().isPresent()
                && altered(transition)
                        .mapToObj(column -> transition.kind().facts().name(column))
                        .allMatch(name -> LATE.contains(name) && !Abilities.isConfigured(name, configured));
    }

    private static IntStream altered(Transition transition) {
        return IntStream.range(0, transition.kind().facts().size()).filter(transition::alters);
    }

    private static boolean isWhole(Transition transition) {
        return transition.kind().kind() == Kind.GUEST;
    }

    private static boolean isOfGuest(Transition transition) {
        return transition.kind().owner().kind() == Kind.GUEST;
    }

    private static String target(Transition transition) {
        return transition.key().getFirst().toString();
    }
}
