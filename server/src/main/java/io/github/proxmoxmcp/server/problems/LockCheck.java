package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.List;
import java.util.Optional;

/// Guests that are locked although no task works on them.
final class LockCheck implements Check {

    /// No cluster runs more at once.
    private static final int MAX_TASKS = 10_000;

    @Override
    public Area area() {
        return Area.GUEST;
    }

    @Override
    public Findings look(Situation situation) {
        List<GuestState> locked = situation.guests().stream()
                .filter(state -> state.guest().lock().isPresent())
                .toList();
        List<Task> running = situation.isNow() && !locked.isEmpty() ? running(situation) : List.of();
        return Findings.of(
                locked.stream().map(state -> problem(situation, state, running)).toList());
    }

    private static Problem problem(Situation situation, GuestState state, List<Task> running) {
        boolean inWork = running.stream().anyMatch(task -> isWorkOn(task, state));
        String work = inWork ? ", a task is at work" : situation.isNow() ? ", no task of it runs" : "";
        return new Problem(
                        inWork ? Severity.INFO : Severity.WARNING,
                        Area.GUEST,
                        Labels.of(state),
                        "locked: " + state.guest().lock().orElse("") + work,
                        situation.changed(state.guest().vmid(), "lock"),
                        inWork
                                ? "wait for the task (list_tasks)"
                                : "if nothing is at work: " + (state.guest().kind() == GuestKind.VM ? "qm" : "pct")
                                        + " unlock " + state.guest().vmid() + " on "
                                        + state.guest().node())
                .named("locked")
                .ofGuest(state.guest());
    }

    private static List<Task> running(Situation situation) {
        return situation
                .reading()
                .store()
                .tasks()
                .list(new TaskQuery(
                        situation.cluster(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(TaskQuery.Outcome.RUNNING),
                        Optional.empty(),
                        Optional.empty(),
                        MAX_TASKS))
                .rows();
    }

    /// A backup job's task names no guest.
    private static boolean isWorkOn(Task task, GuestState state) {
        return task.node().equals(state.guest().node())
                && (task.target().isEmpty()
                        ? task.type().equals("vzdump")
                        : task.target()
                                .get()
                                .equals(String.valueOf(state.guest().vmid())));
    }
}
