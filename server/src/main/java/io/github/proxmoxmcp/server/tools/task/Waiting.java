package io.github.proxmoxmcp.server.tools.task;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.TaskWaiter;
import io.github.proxmoxmcp.client.tasks.TaskOutcome;
import io.github.proxmoxmcp.client.tasks.TaskStatus;
import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.TaskProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Waits for tasks and reports their logs as progress.
public final class Waiting {

    private static final int TAIL = 10;

    private final InstantSource clock;

    Waiting(InstantSource clock) {
        this.clock = clock;
    }

    /// How a task stands after waiting for it.
    ///
    /// @param tail the last lines of its log
    record Result(TaskStatus status, List<String> tail) {

        /// `ok`, `warnings`, `failed`, `running` or `unknown`.
        TaskOutcome outcome() {
            return status.outcome();
        }
    }

    /// Waits until the task has ended, for `patience` at the longest.
    Result await(Proxmox api, Upid upid, Duration patience, Caller caller) {
        TaskProgress progress = new TaskProgress(caller.progress(), clock);
        Instant deadline = clock.instant().plus(patience);
        TaskWaiter.Result result = api.taskWaiter().await(upid, deadline, line -> progress.line(line.text()), () -> {
            progress.waiting();
            return false;
        });
        List<String> tail = result.lastLines();
        return new Result(result.status(), tail.subList(Math.max(0, tail.size() - TAIL), tail.size()));
    }
}
