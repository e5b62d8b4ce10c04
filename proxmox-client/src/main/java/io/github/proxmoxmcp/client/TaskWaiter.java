package io.github.proxmoxmcp.client;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.Sleeper;
import io.github.proxmoxmcp.client.cluster.ClusterApi;
import io.github.proxmoxmcp.client.tasks.LogLine;
import io.github.proxmoxmcp.client.tasks.TaskStatus;
import io.github.proxmoxmcp.client.tasks.TasksApi;
import io.github.proxmoxmcp.client.tasks.TasksApi.LogQuery;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Waits for tasks, because that a task was started proves nothing: asks ten times a second at first, then less and
/// less, once a second in the end.
public final class TaskWaiter {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);
    private static final int LAST_LINES = 20;

    /// What Proxmox makes of a log that is still empty.
    private static final LogLine NOTHING_YET = new LogLine(1, "no content");

    private final TasksApi tasks;
    private final Optional<HaFollowUp> followUp;
    private final InstantSource clock;
    private final Sleeper sleeper;

    /// A waiter for one task each, which follows no high availability.
    public TaskWaiter(TasksApi tasks, InstantSource clock, Sleeper sleeper) {
        this(tasks, Optional.empty(), clock, sleeper);
    }

    /// A waiter that also follows what the HA manager does when it is asked to start or stop a guest.
    public TaskWaiter(TasksApi tasks, ClusterApi cluster, InstantSource clock, Sleeper sleeper) {
        this(tasks, Optional.of(new HaFollowUp(cluster)), clock, sleeper);
    }

    private TaskWaiter(TasksApi tasks, Optional<HaFollowUp> followUp, InstantSource clock, Sleeper sleeper) {
        this.tasks = tasks;
        this.followUp = followUp;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /// What became of a task: how it stands, and the last lines of its log (of which the very last of a failed task
    /// is `TASK ERROR: …`).
    public record Result(TaskStatus status, List<String> lastLines) {}

    /// Waits until the task has ended or the deadline is past; then the status says that it is still running. A
    /// node or cluster that cannot be reached for a while is waited for too. Of a start or stop that only asked the
    /// HA manager, the real task behind it is waited for as well, and is the result.
    ///
    /// @param listener is given each line of the log as it appears
    public Result await(Upid upid, Instant deadline, Consumer<LogLine> listener) {
        return await(upid, deadline, listener, () -> false);
    }

    /// Waits for a task; when the caller cancels, asks the task to stop and waits for its end.
    ///
    /// @param cancelled is asked before each look
    public Result await(Upid upid, Instant deadline, Consumer<LogLine> listener, BooleanSupplier cancelled) {
        Result result = awaitOne(upid, deadline, listener, cancelled);
        boolean asked =
                HaFollowUp.isExpectedOf(upid) && result.status().outcome().succeeded();
        return asked
                ? followUp.map(known -> follow(known, result, deadline, listener, cancelled))
                        .orElse(result)
                : result;
    }

    /// Asks a task to stop and waits for its end.
    public Result cancel(Upid upid, Instant deadline) {
        return awaitOne(upid, deadline, _ -> {}, () -> true);
    }

    private Result follow(
            HaFollowUp known, Result request, Instant deadline, Consumer<LogLine> listener, BooleanSupplier cancelled) {
        Upid upid = request.status().upid();
        Instant latest = clock.instant().plus(HaFollowUp.PATIENCE);
        Instant until = latest.isBefore(deadline) ? latest : deadline;
        while (!cancelled.getAsBoolean()) {
            Optional<Upid> real = known.find(upid);
            if (real.isPresent()) {
                return awaitOne(real.get(), deadline, listener, cancelled);
            }
            if (!clock.instant().isBefore(until) || !slept(MAX_PAUSE, until)) {
                break;
            }
        }
        List<String> lines = new ArrayList<>(request.lastLines());
        lines.add("no task of the HA manager has followed: it had nothing to do, or its tasks cannot be seen");
        return new Result(request.status(), List.copyOf(lines));
    }

    private Result awaitOne(Upid upid, Instant deadline, Consumer<LogLine> listener, BooleanSupplier cancelled) {
        Watch watch = new Watch(upid, listener);
        boolean stopped = false;
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            if (!stopped && cancelled.getAsBoolean()) {
                tasks.stop(upid.node(), upid);
                stopped = true;
            }
            Optional<ProxmoxException> away = watch.look();
            boolean ended = away.isEmpty() && watch.hasEnded();
            if (ended || !clock.instant().isBefore(deadline) || !slept(pause, deadline)) {
                return watch.result(away);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        return longer.compareTo(MAX_PAUSE) < 0 ? longer : MAX_PAUSE;
    }

    private boolean slept(Duration pause, Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        try {
            sleeper.sleep(pause.compareTo(left) < 0 ? pause : left);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private final class Watch {

        private final Upid upid;
        private final Consumer<LogLine> listener;
        private final Deque<String> lastLines = new ArrayDeque<>();
        private int linesRead;
        private Optional<TaskStatus> status = Optional.empty();

        Watch(Upid upid, Consumer<LogLine> listener) {
            this.upid = upid;
            this.listener = listener;
        }

        /// Looks once; a failure that may pass is returned, any other thrown.
        Optional<ProxmoxException> look() {
            try {
                // The status first: what the task wrote before it ended is then in the log that is read after it.
                status = Optional.of(tasks.status(upid.node(), upid));
                tasks.log(upid.node(), upid, LogQuery.after(linesRead)).forEach(this::take);
                return Optional.empty();
            } catch (ProxmoxException.NodeUnreachable
                    | ProxmoxException.ClusterUnreachable
                    | ProxmoxException.Timeout away) {
                return Optional.of(away);
            }
        }

        boolean hasEnded() {
            return status.filter(known -> !known.isRunning()).isPresent();
        }

        Result result(Optional<ProxmoxException> away) {
            TaskStatus known = status.orElseThrow(
                    () -> away.orElseThrow(() -> new IllegalStateException("looked, and neither saw nor failed")));
            return new Result(known, List.copyOf(lastLines));
        }

        private void take(LogLine line) {
            if (line.equals(NOTHING_YET)) {
                return;
            }
            linesRead = line.number();
            if (lastLines.size() == LAST_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line.text());
            listener.accept(line);
        }
    }
}
