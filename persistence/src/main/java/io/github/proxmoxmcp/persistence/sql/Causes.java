package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.sql.TaskRows.Ended;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Tells which task made a change of a guest: the one task on it that ended since it was looked at before and that
/// can
/// have made such a change. Where there is none, or more than one, nothing is told.
final class Causes {

    /// Proxmox shows the effects of a task late: up to so long after its end.
    private static final long LAG_MILLIS = 15_000;

    private static final Set<String> CHANGE_NOTHING =
            Set.of("vncproxy", "vncshell", "spiceproxy", "spiceshell", "termproxy", "qmagent");

    /// These change what a guest does, never what it is.
    private static final Set<String> CHANGE_STATE_ONLY = Set.of(
            "qmstart",
            "qmstop",
            "qmshutdown",
            "qmreboot",
            "qmreset",
            "qmsuspend",
            "qmresume",
            "qmpause",
            "vzstart",
            "vzstop",
            "vzshutdown",
            "vzreboot",
            "vzsuspend",
            "vzresume",
            "vzdump",
            "hastart",
            "hastop",
            "hashutdown");

    private static final Set<String> STATE = Set.of("status", "node", "lock", "ha_state");

    private final TaskRows tasks;
    private final long at;

    Causes(TaskRows tasks, long at) {
        this.tasks = tasks;
        this.at = at;
    }

    /// Whether a task of this type can change the guest that it works on.
    static boolean canChange(String type) {
        return !CHANGE_NOTHING.contains(type);
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
        Map<String, List<Ended>> candidates = new HashMap<>();
        Set<String> targets =
                Set.copyOf(guests.stream().map(Causes::target).distinct().toList());
        for (Ended task : tasks.ended(targets, earliest.getAsLong() - LAG_MILLIS, at)) {
            candidates.computeIfAbsent(task.target(), _ -> new ArrayList<>()).add(task);
        }
        return transitions.stream()
                .map(transition -> isOfGuest(transition)
                        ? transition.causedBy(cause(
                                transition,
                                before.apply(transition),
                                candidates.getOrDefault(target(transition), List.of())))
                        : transition)
                .toList();
    }

    private static OptionalLong cause(Transition transition, OptionalLong before, List<Ended> candidates) {
        if (before.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean stateOnly = isOfStateOnly(transition);
        long[] able = candidates.stream()
                .filter(task -> task.cause().endedAt().toEpochMilli() > before.getAsLong() - LAG_MILLIS)
                .filter(task -> canChange(task.cause().type())
                        && (stateOnly
                                || !CHANGE_STATE_ONLY.contains(task.cause().type())))
                .mapToLong(Ended::id)
                .toArray();
        return able.length == 1 ? OptionalLong.of(able[0]) : OptionalLong.empty();
    }

    private static boolean isOfStateOnly(Transition transition) {
        return transition.kind().kind() == Kind.GUEST
                && transition.before().isPresent()
                && transition.after().isPresent()
                && IntStream.range(0, transition.kind().facts().size())
                        .filter(transition::alters)
                        .allMatch(column ->
                                STATE.contains(transition.kind().facts().name(column)));
    }

    private static boolean isOfGuest(Transition transition) {
        return transition.kind().owner().kind() == Kind.GUEST;
    }

    private static String target(Transition transition) {
        return transition.key().getFirst().toString();
    }
}
