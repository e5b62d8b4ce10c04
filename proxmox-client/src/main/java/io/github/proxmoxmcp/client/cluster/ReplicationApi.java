package io.github.proxmoxmcp.client.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.tasks.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Replication jobs: `/cluster/replication`, and how they do on a node in `/nodes/{node}/replication`.
public interface ReplicationApi {

    @Endpoint("GET /cluster/replication")
    List<ReplicationJob> list();

    @Endpoint("POST /cluster/replication")
    void create(ReplicationCreate request);

    @Endpoint("GET /cluster/replication/{id}")
    ReplicationJob get(String id);

    @Endpoint("PUT /cluster/replication/{id}")
    void change(String id, ReplicationChange request);

    /// Marks it: the job goes when its last run has cleaned up.
    @Endpoint("DELETE /cluster/replication/{id}")
    void remove(String id, ReplicationRemoval request);

    @Endpoint("GET /nodes/{node}/replication")
    List<ReplicationStatus> ofNode(String node, ReplicationQuery query);

    @Endpoint("GET /nodes/{node}/replication/{id}/status")
    ReplicationStatus status(String node, String id);

    @Endpoint("GET /nodes/{node}/replication/{id}/log")
    List<LogLine> log(String node, String id, LogPage query);

    /// Lets the job run as soon as possible.
    @Endpoint("POST /nodes/{node}/replication/{id}/schedule_now")
    String runNow(String node, String id);

    /// A job `<vmid>-<number>`, its target node and its schedule.
    record ReplicationCreate(
            String id,
            String target,
            String type,
            Optional<String> schedule,
            Optional<Double> rate,
            Optional<String> comment,
            Optional<Boolean> disable) {}

    /// What to change about a job.
    record ReplicationChange(
            Optional<String> schedule,
            Optional<Double> rate,
            Optional<String> comment,
            Optional<Boolean> disable,
            Optional<String> delete,
            Optional<String> digest) {}

    /// `keep` the copies, or `force` the job away without cleaning up.
    record ReplicationRemoval(Optional<Boolean> force, Optional<Boolean> keep) {

        /// Proxmox's defaults.
        public static final ReplicationRemoval PLAIN = new ReplicationRemoval(Optional.empty(), Optional.empty());
    }

    /// Of which guest.
    record ReplicationQuery(Optional<Integer> guest) {

        /// All of them.
        public static final ReplicationQuery ALL = new ReplicationQuery(Optional.empty());
    }

    /// Which lines of the log.
    record LogPage(Optional<Integer> start, Optional<Integer> limit) {

        /// All of them.
        public static final LogPage ALL = new LogPage(Optional.empty(), Optional.empty());
    }

    /// A job that copies a guest's disks to another node.
    record ReplicationJob(
            String id,
            int guest,
            int jobnum,
            String target,
            String type,
            Optional<String> source,
            Optional<String> schedule,
            Optional<Double> rate,
            Optional<String> comment,
            Optional<Boolean> disable,
            Optional<String> digest) {}

    /// How a job does.
    record ReplicationStatus(
            String id,
            Optional<Integer> guest,
            Optional<Integer> jobnum,
            Optional<String> target,
            Optional<String> schedule,
            @JsonProperty("last_sync") Optional<Instant> lastSync,
            @JsonProperty("last_try") Optional<Instant> lastTry,
            @JsonProperty("next_sync") Optional<Instant> nextSync,
            Optional<Double> duration,
            @JsonProperty("fail_count") Optional<Integer> failCount,
            Optional<String> error,
            Optional<Integer> pid) {}
}
