package io.github.proxmoxmcp.client.cluster;

import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.tasks.TaskEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The cluster as a whole: `/cluster`.
public interface ClusterApi {

    /// Everything there is, in one call. What the token may not see is left out without a word.
    @Endpoint("GET /cluster/resources")
    List<ClusterResource> resources();

    /// Membership and quorum.
    @Endpoint("GET /cluster/status")
    List<StatusEntry> status();

    /// How the Ceph of this cluster is; an error where it has none of its own.
    @Endpoint("GET /cluster/ceph/status")
    CephStatus ceph();

    /// The latest tasks of all nodes; running ones have no status.
    @Endpoint("GET /cluster/tasks")
    List<TaskEntry> tasks();

    /// A vmid that is free.
    @Endpoint("GET /cluster/nextid")
    int nextid();

    /// The cluster log, newest first.
    @Endpoint("GET /cluster/log")
    List<LogEntry> log(LogQuery query);

    /// What Ceph says of itself; of all that it tells only its health.
    record CephStatus(Optional<Health> health) {

        /// @param status `HEALTH_OK`, `HEALTH_WARN` or `HEALTH_ERR`
        /// @param checks what is wrong, by its name, such as `OSD_DOWN`
        public record Health(String status, Optional<Map<String, Trouble>> checks) {}

        /// @param muted whether somebody has told Ceph to be silent about it
        public record Trouble(Optional<String> severity, Optional<Summary> summary, Optional<Boolean> muted) {}

        /// Such as `1 osds down`.
        public record Summary(Optional<String> message) {}
    }

    /// How many entries of the log.
    record LogQuery(Optional<Integer> max) {}

    /// An entry of the cluster log: the only trace of a change that has no task.
    ///
    /// @param id unique in the cluster: number and node
    /// @param pri syslog priority
    record LogEntry(
            Optional<String> id,
            Instant time,
            String node,
            Optional<String> user,
            Optional<String> tag,
            Optional<Integer> pid,
            Optional<Integer> pri,
            String msg) {}
}
