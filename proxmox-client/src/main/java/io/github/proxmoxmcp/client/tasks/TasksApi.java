package io.github.proxmoxmcp.client.tasks;

import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Tasks of a node: `/nodes/{node}/tasks`. Without Sys.Audit one's own only.
public interface TasksApi {

    @Endpoint("GET /nodes/{node}/tasks")
    List<TaskEntry> list(String node, TaskQuery query);

    @Endpoint("GET /nodes/{node}/tasks/{upid}/status")
    TaskStatus status(String node, Upid upid);

    @Endpoint("GET /nodes/{node}/tasks/{upid}/log")
    List<LogLine> log(String node, Upid upid, LogQuery query);

    /// Asks the task to stop; it then ends with `received interrupt`.
    @Endpoint("DELETE /nodes/{node}/tasks/{upid}")
    void stop(String node, Upid upid);

    /// Which tasks, newest first.
    ///
    /// @param source `archive` (ended, the default), `active` (running) or `all`
    /// @param limit 50 by default; 0 means none
    record TaskQuery(
            Optional<String> source,
            Optional<Integer> start,
            Optional<Integer> limit,
            Optional<Integer> vmid,
            Optional<Boolean> errors,
            Optional<String> typefilter,
            Optional<String> userfilter,
            Optional<Instant> since,
            Optional<Instant> until) {

        /// The latest ones of a source.
        public static TaskQuery latest(String source, int limit) {
            return new TaskQuery(
                    Optional.of(source),
                    Optional.empty(),
                    Optional.of(limit),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /// Which lines of a log.
    ///
    /// @param start how many to skip
    /// @param limit 50 by default; 0 means all
    record LogQuery(Optional<Integer> start, Optional<Integer> limit) {

        /// Everything after the first lines.
        public static LogQuery after(int lines) {
            return new LogQuery(Optional.of(lines), Optional.of(0));
        }
    }
}
