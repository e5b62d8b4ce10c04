package io.github.proxmoxmcp.client.tasks;

import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.Sleeper;
import io.github.proxmoxmcp.client.tasks.TasksApi.LogQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Waits for tasks, because that a task was started proves nothing: asks ten times a second at first, then less and
/// less, once a second in the end.
public final class TaskWaiter {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int LAST_LINES = 20;

    /// What Proxmox makes of a log that is still empty.
    private static final LogLine NOTHING_YET = new LogLine(1, "no content");

    private final TasksApi tasks;
    private final InstantSource clock;
    private final Sleeper sleeper;

    public TaskWaiter(TasksApi tasks, InstantSource clock, Sleeper sleeper) {
        this.tasks = tasks;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /// What became of a task: how it stands, and the last lines of its log (of which the very last of a failed task is
    /// `TASK ERROR: …`).
    public record Result(TaskStatus status, List<String> lastLines) {}

    /// Waits until the task has ended or the deadline is past; then the status says that it is still running. A node
    /// or cluster that cannot be reached for a while is waited for too.
    ///
    /// @param listener is given each line of the log as it appears
    public Result await(Upid upid, Instant deadline, Consumer<LogLine> listener) {
        Watch watch = new Watch(upid, listener);
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            Optional<ProxmoxException> away = watch.look();
            boolean ended = away.isEmpty() && watch.hasEnded();
            if (ended || !clock.instant().isBefore(deadline) || !slept(pause, deadline)) {
                return watch.result(away);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
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
