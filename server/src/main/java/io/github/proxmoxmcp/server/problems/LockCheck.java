package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.Optional;

/// Guests that are locked although no task works on them.
final class LockCheck implements Check {

    @Override
    public Area area() {
        return Area.GUEST;
    }

    @Override
    public Findings look(Situation situation) {
        return Findings.of(situation.guests().stream()
                .filter(state -> state.guest().lock().isPresent())
                .map(state -> problem(situation, state))
                .toList());
    }

    private static Problem problem(Situation situation, GuestState state) {
        boolean inWork = situation.isNow() && isInWork(situation, state);
        String work = inWork ? ", a task is at work" : situation.isNow() ? ", no task of it runs" : "";
        return new Problem(
                inWork ? Severity.INFO : Severity.WARNING,
                Area.GUEST,
                Labels.of(state),
                "locked: " + state.guest().lock().orElse("") + work,
                situation.changed(state.guest().vmid(), "lock"),
                inWork
                        ? "wait for the task (list_tasks)"
                        : "if nothing is at work: " + (state.guest().kind() == GuestKind.VM ? "qm" : "pct") + " unlock "
                                + state.guest().vmid() + " on " + state.guest().node());
    }

    /// A backup job's task names no guest.
    private static boolean isInWork(Situation situation, GuestState state) {
        return situation
                .reading()
                .store()
                .tasks()
                .list(new TaskQuery(
                        situation.cluster(),
                        Optional.empty(),
                        Optional.of(state.guest().node()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(TaskQuery.Outcome.RUNNING),
                        Optional.empty(),
                        Optional.empty(),
                        100))
                .rows()
                .stream()
                .anyMatch(task -> task.target().isEmpty()
                        ? task.type().equals("vzdump")
                        : task.target()
                                .get()
                                .equals(String.valueOf(state.guest().vmid())));
    }
}
