package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.guard.StepResult.State;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// How far the steps of a plan are: what is told of it while they go on.
final class StepsSoFar {

    private final List<Step> steps;
    // By identity: a plan may send the same call twice.
    private final IdentityHashMap<Step, StepResult> results = new IdentityHashMap<>();

    private final CompletableFuture<Void> task = new CompletableFuture<>();

    StepsSoFar(List<Step> steps) {
        this.steps = steps;
    }

    /// Takes what is known of a step now: that it runs, or how it ended.
    synchronized void took(StepResult result) {
        results.put(result.step(), result);
        if (result.state() == State.RUNNING) {
            task.complete(null);
        }
    }

    /// Comes when the cluster has told a task, which goes on without us.
    CompletableFuture<Void> task() {
        return task;
    }

    /// How many have ended.
    synchronized long ended() {
        return results.values().stream()
                .filter(result -> result.state() != State.RUNNING)
                .count();
    }

    /// One that runs now, if there is one with a task.
    synchronized Optional<StepResult> running() {
        return steps.stream()
                .flatMap(step -> Optional.ofNullable(results.get(step)).stream())
                .filter(result -> result.state() == State.RUNNING)
                .findFirst();
    }

    /// A line for each step.
    synchronized List<String> lines() {
        return steps.stream()
                .map(step -> Optional.ofNullable(results.get(step))
                        .map(StepResult::line)
                        .orElseGet(() -> step.what() + ": not begun yet"))
                .toList();
    }
}
