package io.github.proxmoxmcp.persistence.task;

import java.time.Instant;
import java.util.Optional;

/// A Proxmox task. It is never history with intervals: a task starts, and ends once.
///
/// @param type Proxmox's word: `qmstart`, `vzdump`, `qmigrate`, …
/// @param target what it works on, mostly a vmid; absent for tasks without
/// @param user who started it, the token's name included when there was one: `root@pam!mcp`
/// @param endedAt absent while it runs
/// @param made the vmid of the guest that a clone makes, which only its log tells; absent: not known, or not read now
/// @param exitStatus untouched text: `OK`, `WARNINGS: 1`, or the error; absent while it runs
public record Task(
        String upid,
        String node,
        String type,
        Optional<String> target,
        String user,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<String> exitStatus,
        Optional<Integer> made) {

    /// A task of which no log was read.
    public Task(
            String upid,
            String node,
            String type,
            Optional<String> target,
            String user,
            Instant startedAt,
            Optional<Instant> endedAt,
            Optional<String> exitStatus) {
        this(upid, node, type, target, user, startedAt, endedAt, exitStatus, Optional.empty());
    }

    public Task withMade(Optional<Integer> vmid) {
        return new Task(upid, node, type, target, user, startedAt, endedAt, exitStatus, vmid);
    }
}
