package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A worker of a node, running or ended, with its log.
public final class SimulatedTask {
    private final TaskId upid;
    private final String daemon;
    private final List<String> log = new ArrayList<>();
    private final List<Runnable> cleanups = new ArrayList<>();
    private int warnings;
    private Optional<Instant> ended = Optional.empty();
    private Optional<String> exitStatus = Optional.empty();

    /// @param daemon who runs it, as the cluster's log calls it
    SimulatedTask(TaskId upid, String daemon) {
        this.upid = upid;
        this.daemon = daemon;
    }

    ClusterLog.Source source() {
        return new ClusterLog.Source(upid.user(), daemon, upid.pid());
    }

    public TaskId upid() {
        return upid;
    }

    public boolean running() {
        return ended.isEmpty();
    }

    public Optional<Instant> ended() {
        return ended;
    }

    /// `OK`, `WARNINGS: n` or the text of the error.
    public Optional<String> exitStatus() {
        return exitStatus;
    }

    public List<String> log() {
        return List.copyOf(log);
    }

    void write(String line) {
        log.add(line);
    }

    void warn(String text) {
        warnings++;
        log.add("WARN: " + text);
    }

    /// Runs when the task has ended, however it ended.
    void whenEnded(Runnable cleanup) {
        cleanups.add(cleanup);
    }

    void succeed(Instant at) {
        end(at, warnings == 0 ? "OK" : "WARNINGS: " + warnings, "TASK ");
    }

    void fail(Instant at, String message) {
        end(at, message, "TASK ERROR: ");
    }

    private void end(Instant at, String status, String prefix) {
        ended = Optional.of(at);
        exitStatus = Optional.of(status);
        log.add(prefix + status);
        cleanups.forEach(Runnable::run);
        cleanups.clear();
    }
}
