package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// The tasks of all nodes; running ones proceed step by step on the timeline.
public final class Tasks {
    private static final int MAX_TASKS_PER_NODE = 1_000;

    private final Timeline timeline;
    private final ClusterLog log;
    private final ToIntFunction<String> nextPid;
    private final Map<String, SimulatedNode> nodes;
    private final Map<String, Deque<SimulatedTask>> byNode = new LinkedHashMap<>();
    private String daemon = "pvedaemon";

    /// A part of a task. A step that plans no other ends the task; a `TaskFailure` lets it fail.
    public interface Step {
        void run(Running task);
    }

    Tasks(Timeline timeline, ClusterLog log, Map<String, SimulatedNode> nodes, ToIntFunction<String> nextPid) {
        this.timeline = timeline;
        this.log = log;
        this.nodes = nodes;
        this.nextPid = nextPid;
        nodes.keySet().forEach(node -> byNode.put(node, new ArrayDeque<>()));
    }

    /// Starts a task; its first step runs after the moment that a worker takes to fork.
    public TaskId start(String node, String type, String id, String user, Step first) {
        var running = new Running(create(node, type, id, user, timeline.now()));
        running.then(Duration.ofMillis(100), first);
        return running.task.upid();
    }

    /// What is started meanwhile is run by another daemon than the API's, such as `pve-ha-lrm` or `pvescheduler`.
    <T> T by(String other, Supplier<T> starting) {
        var before = daemon;
        daemon = other;
        try {
            return starting.get();
        } finally {
            daemon = before;
        }
    }

    /// Newest first.
    public List<SimulatedTask> of(String node) {
        return List.copyOf(tasksOf(node));
    }

    public Optional<SimulatedTask> find(TaskId upid) {
        return tasksOf(upid.node()).stream()
                .filter(task -> task.upid().equals(upid))
                .findFirst();
    }

    /// Ends a running task as an interrupted worker ends.
    public void interrupt(SimulatedTask task) {
        if (task.running()) {
            end(task, timeline.now(), () -> task.fail(timeline.now(), "received interrupt"));
        }
    }

    /// A running task dies with its node: nobody writes that it ended.
    void lose(SimulatedTask task) {
        if (task.running()) {
            task.fail(timeline.now(), "unexpected status");
        }
    }

    /// A task of the past, for a world that did not begin today.
    void remember(
            String node, String type, String id, String user, Instant started, Instant ended, List<String> lines) {
        var task = create(node, type, id, user, started);
        lines.subList(0, lines.size() - 1).forEach(task::write);
        var last = lines.getLast();
        end(task, ended, () -> {
            if (last.equals("OK")) {
                task.succeed(ended);
            } else {
                task.fail(ended, last);
            }
        });
    }

    private SimulatedTask create(String nodeName, String type, String id, String user, Instant started) {
        var node = Optional.ofNullable(nodes.get(nodeName)).orElseThrow();
        long pstart = Math.max(0, Duration.between(node.bootedAt(), started).toMillis() / 10);
        var task = new SimulatedTask(
                new TaskId(nodeName, nextPid.applyAsInt(nodeName), pstart, started.getEpochSecond(), type, id, user),
                daemon);
        var tasks = tasksOf(nodeName);
        tasks.addFirst(task);
        if (tasks.size() > MAX_TASKS_PER_NODE) {
            tasks.removeLast();
        }
        log.write(started, nodeName, task.source(), "starting task " + task.upid());
        return task;
    }

    private void end(SimulatedTask task, Instant at, Runnable how) {
        how.run();
        var upid = task.upid();
        log.write(
                at,
                upid.node(),
                task.source(),
                "end task " + upid + ": " + task.exitStatus().orElseThrow());
    }

    private Deque<SimulatedTask> tasksOf(String node) {
        return byNode.getOrDefault(node, new ArrayDeque<>());
    }

    /// The handle that the steps of a running task hold.
    public final class Running {
        private final SimulatedTask task;
        private boolean planned;

        private Running(SimulatedTask task) {
            this.task = task;
        }

        public SimulatedTask task() {
            return task;
        }

        public Instant now() {
            return timeline.now();
        }

        public void log(String line) {
            task.write(line);
        }

        public void warn(String text) {
            task.warn(text);
        }

        /// Runs when the task has ended, however it ended.
        public void finallyDo(Runnable cleanup) {
            task.whenEnded(cleanup);
        }

        /// Plans the next step after this long, at the cluster's pace.
        public void then(Duration natural, Step step) {
            planned = true;
            timeline.after(natural, () -> proceed(step));
        }

        private void proceed(Step step) {
            if (!task.running()) {
                return;
            }
            planned = false;
            try {
                step.run(this);
                if (!planned) {
                    end(task, timeline.now(), () -> task.succeed(timeline.now()));
                }
            } catch (TaskFailure failure) {
                end(task, timeline.now(), () -> task.fail(timeline.now(), message(failure)));
            }
        }
    }

    private static String message(TaskFailure failure) {
        return Optional.ofNullable(failure.getMessage()).orElse("unknown error");
    }
}
