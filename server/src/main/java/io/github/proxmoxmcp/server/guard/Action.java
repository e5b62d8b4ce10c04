package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.guard.Assumption.Fact;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A write as a tool has planned it: the exact calls, what they touch, what depends on it, what is lost and how it can
/// be undone. It holds no secret.
///
/// @param tool who wants it
/// @param summary one sentence, such as `stop guest 100 (web01) on pve1 without asking its system`
/// @param targets beside those that the steps themselves tell
/// @param dependents what else feels it, each a sentence
/// @param losses what is lost for good, each a sentence
/// @param undo how it can be undone; absent: it cannot
public record Action(
        String tool,
        Effect effect,
        String cluster,
        String summary,
        List<Target> targets,
        List<Step> steps,
        List<String> dependents,
        List<String> losses,
        Optional<String> undo,
        List<Assumption> assumptions) {

    public Action {
        targets = List.copyOf(targets);
        steps = List.copyOf(steps);
        dependents = List.copyOf(dependents);
        losses = List.copyOf(losses);
        assumptions = List.copyOf(assumptions);
    }

    /// An action without steps yet.
    public static Action of(ToolCall call, String cluster, String summary) {
        return new Action(
                call.tool(),
                call.effect(),
                cluster,
                summary,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    /// On a guest that stays where it is, with these facts and its lock as they are now.
    public Action on(LiveGuest guest, Fact... facts) {
        Action on =
                target(Target.guest(guest.vmid())).assuming(guest.as(Fact.NODE)).assuming(guest.as(Fact.LOCK));
        for (Fact fact : facts) {
            on = on.assuming(guest.as(fact));
        }
        return guest.haState().filter(state -> !state.equals("ignored")).isPresent()
                ? on.dependent("the HA manager looks after guest " + guest.vmid() + " (wanted state: "
                        + guest.haState().orElseThrow() + "): starting and stopping goes through it")
                : on;
    }

    public Action target(Target target) {
        return with(plus(targets, target), steps, dependents, losses, undo, assumptions);
    }

    /// With this call after the ones before.
    public Action then(Step step) {
        return with(targets, plus(steps, step), dependents, losses, undo, assumptions);
    }

    /// With one call before all others and one after them.
    public Action between(Step first, Step last) {
        List<Step> all = new ArrayList<>(List.of(first));
        all.addAll(steps);
        return with(targets, all, dependents, losses, undo, assumptions).then(last);
    }

    public Action dependent(String sentence) {
        return with(targets, steps, plus(dependents, sentence), losses, undo, assumptions);
    }

    public Action loses(String sentence) {
        return with(targets, steps, dependents, plus(losses, sentence), undo, assumptions);
    }

    public Action undoneBy(String sentence) {
        return with(targets, steps, dependents, losses, Optional.of(sentence), assumptions);
    }

    public Action assuming(Assumption assumption) {
        return with(targets, steps, dependents, losses, undo, plus(assumptions, assumption));
    }

    /// The guest that it is about: the first target that is one.
    Optional<Integer> vmid() {
        return targets.stream()
                .filter(Target::isGuest)
                .map(target -> Integer.valueOf(target.id()))
                .findFirst();
    }

    private Action with(
            List<Target> newTargets,
            List<Step> newSteps,
            List<String> newDependents,
            List<String> newLosses,
            Optional<String> newUndo,
            List<Assumption> newAssumptions) {
        return new Action(
                tool,
                effect,
                cluster,
                summary,
                newTargets,
                newSteps,
                newDependents,
                newLosses,
                newUndo,
                newAssumptions);
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> all = new ArrayList<>(list);
        all.add(one);
        return all;
    }
}
