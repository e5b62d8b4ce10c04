package io.github.proxmoxmcp.client.tasks;

import io.github.proxmoxmcp.client.value.Upid;
import java.time.Instant;
import java.util.Optional;

/// What a task is doing, from `/nodes/{node}/tasks/{upid}/status`.
///
/// @param status `running` or `stopped`
/// @param user without the token's name, which is `tokenid`
public record TaskStatus(
        Upid upid,
        String node,
        String type,
        Optional<String> id,
        String user,
        Optional<String> tokenid,
        Instant starttime,
        Optional<Integer> pid,
        String status,
        Optional<String> exitstatus) {

    /// Whether it has not ended yet.
    public boolean isRunning() {
        return status.equals("running");
    }

    /// Proxmox's own words on how it ended.
    public Optional<String> exitStatus() {
        return exitstatus;
    }

    /// How it ended, or that it has not.
    public TaskOutcome outcome() {
        return isRunning() ? TaskOutcome.RUNNING : TaskOutcome.ended(exitstatus);
    }
}
