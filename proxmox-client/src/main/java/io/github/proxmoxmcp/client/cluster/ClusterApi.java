package io.github.proxmoxmcp.client.cluster;

import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.tasks.TaskEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The cluster as a whole: `/cluster`.
public interface ClusterApi {

    /// Everything there is, in one call. What the token may not see is left out without a word.
    @Endpoint("GET /cluster/resources")
    List<ClusterResource> resources();

    /// Membership and quorum.
    @Endpoint("GET /cluster/status")
    List<StatusEntry> status();

    /// The latest tasks of all nodes; running ones have no status.
    @Endpoint("GET /cluster/tasks")
    List<TaskEntry> tasks();

    /// A vmid that is free.
    @Endpoint("GET /cluster/nextid")
    int nextid();

    /// The cluster log, newest first.
    @Endpoint("GET /cluster/log")
    List<LogEntry> log(LogQuery query);

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
