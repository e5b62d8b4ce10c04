package io.github.proxmoxmcp.persistence.task;

import io.github.proxmoxmcp.persistence.value.UserName;
import java.time.Instant;
import java.util.Optional;

/// Which tasks a list is of. Absent means: any.
///
/// @param user as [UserName] means it
/// @param since only tasks that were running then or started later
/// @param limit rows at most, 1 to 1000
public record TaskQuery(
        String cluster,
        Optional<Integer> vmid,
        Optional<String> node,
        Optional<String> type,
        Optional<String> user,
        Optional<Outcome> outcome,
        Optional<Instant> since,
        Optional<String> cursor,
        int limit) {

    /// How a task stands. A task with warnings is one that went well.
    public enum Outcome {
        RUNNING,
        OK,
        FAILED
    }
}
