package io.github.proxmoxmcp.server.cluster.argument;

import java.time.Duration;

/// How long a caller waits for the end: up to four hours, because whole nodes and jobs take their time. The bounds are
/// not in the schema, where they would stand in every tool that acts.
public record WaitSeconds(int value) {

    /// Four hours.
    public static final int MAX_SECONDS = 14_400;

    public WaitSeconds {
        Bounds.check(value, 0, MAX_SECONDS);
    }

    /// The duration.
    public Duration duration() {
        return Duration.ofSeconds(value);
    }
}
