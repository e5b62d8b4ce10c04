package io.github.proxmoxmcp.client.tasks;

import io.github.proxmoxmcp.client.value.Upid;
import java.time.Instant;
import java.util.Optional;

/// A task in a list, of a node or of the cluster.
///
/// @param user with the token's name only where a node lists running tasks
/// @param status the exit status; absent (cluster) or `RUNNING` (node) while it runs
public record TaskEntry(
        Upid upid,
        String node,
        String type,
        Optional<String> id,
        String user,
        Optional<String> tokenid,
        Instant starttime,
        Optional<Instant> endtime,
        Optional<String> status) {

    /// Whether it has not ended yet.
    public boolean isRunning() {
        return endtime.isEmpty()
                && status.filter(text -> !text.equals("RUNNING")).isEmpty();
    }

    /// How it ended, or that it has not.
    public TaskOutcome outcome() {
        return isRunning() ? TaskOutcome.RUNNING : TaskOutcome.ended(status);
    }
}
