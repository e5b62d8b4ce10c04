package io.github.proxmoxmcp.demo.model;

/// Ends a task; the message becomes its exit status.
public final class TaskFailure extends RuntimeException {
    public TaskFailure(String message) {
        super(message);
    }
}
