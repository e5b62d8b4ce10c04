package io.github.proxmoxmcp.client.tasks;

import java.util.Optional;

/// How a task ended, or that it has not.
///
/// @param text Proxmox's own exit status, `OK`, `WARNINGS: 1` or the error; empty while it runs
public record TaskOutcome(Kind kind, String text) {

    /// The kinds of outcome; only `OK` and `WARNINGS` are success.
    public enum Kind {
        RUNNING,
        OK,
        WARNINGS,
        FAILED,
        /// It ended, and nobody recorded how.
        UNKNOWN
    }

    /// The outcome of a task that is still running.
    public static final TaskOutcome RUNNING = new TaskOutcome(Kind.RUNNING, "");

    /// The outcome of a task that ended with this exit status.
    public static TaskOutcome ended(Optional<String> exitStatus) {
        String text = exitStatus.orElse("");
        if (text.equals("OK")) {
            return new TaskOutcome(Kind.OK, text);
        }
        if (text.startsWith("WARNINGS")) {
            return new TaskOutcome(Kind.WARNINGS, text);
        }
        return new TaskOutcome(text.isBlank() ? Kind.UNKNOWN : Kind.FAILED, text);
    }

    /// Whether it did what it was to do.
    public boolean succeeded() {
        return kind == Kind.OK || kind == Kind.WARNINGS;
    }
}
