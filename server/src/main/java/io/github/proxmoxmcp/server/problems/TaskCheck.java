package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.server.cluster.FailureReasons;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tasks that failed during the last day, and whether the same went well since.
final class TaskCheck implements Check {

    private static final Duration DAY = Duration.ofHours(24);
    private static final int MAX_TASKS = 200;
    private static final int LOGS = 5;

    @Override
    public Area area() {
        return Area.TASK;
    }

    @Override
    public Findings look(Situation situation) {
        List<Task> tasks = situation
                .reading()
                .store()
                .tasks()
                .list(new TaskQuery(
                        situation.cluster(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(situation.at().minus(DAY)),
                        Optional.empty(),
                        MAX_TASKS))
                .rows()
                .stream()
                .filter(task -> task.endedAt()
                        .filter(end -> !end.isAfter(situation.at()))
                        .isPresent())
                .toList();
        Map<String, Task> newest = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        int logs = 0;
        for (Task task : tasks) {
            Optional<Task> since = Optional.ofNullable(newest.putIfAbsent(sort(task), task));
            if (failed(task) && since.filter(TaskCheck::failed).isEmpty()) {
                // Of what went well since, nobody needs the reason.
                boolean asks = situation.reading().asks()
                        && situation.isNow()
                        && since.isEmpty()
                        && FailureReasons.needsLog(task)
                        && situation.isOnline(task.node())
                        && logs++ < LOGS;
                problems.add(problem(
                        task, since, situation.reading().cluster().failures().of(task, asks)));
            }
        }
        return new Findings(
                problems,
                tasks.size() < MAX_TASKS
                        ? List.of()
                        : List.of("tasks before " + tasks.getLast().startedAt()));
    }

    private static Problem problem(Task task, Optional<Task> wellSince, String error) {
        return new Problem(
                        wellSince.isPresent() ? Severity.INFO : Severity.WARNING,
                        Area.TASK,
                        task.type() + task.target().map(target -> " " + target).orElse("") + " on " + task.node(),
                        error
                                + wellSince
                                        .map(well -> " (went well since, at " + well.startedAt() + ")")
                                        .orElse(""),
                        task.endedAt(),
                        "get_task_status task=" + task.upid())
                .ofVmids(task.target().filter(target -> target.matches("\\d{1,9}")).map(Integer::valueOf).stream()
                        .toList());
    }

    private static String sort(Task task) {
        return task.type() + " " + task.target().orElse("") + " " + task.node();
    }

    private static boolean failed(Task task) {
        return task.exitStatus()
                .filter(status -> !status.equals("OK") && !status.startsWith("WARNINGS"))
                .isPresent();
    }
}
