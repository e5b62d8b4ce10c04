package io.github.proxmoxmcp.server.guard;

import java.time.Duration;
import java.util.Optional;

/// How a caller wants an action handled.
///
/// @param planOnly show the plan, do nothing
/// @param patience how long to wait for the end of all steps together
public record RunOptions(boolean planOnly, Duration patience) {

    private static final Duration USUAL = Duration.ofMinutes(3);

    /// From a tool's arguments.
    public static RunOptions of(Optional<Boolean> dryRun, Optional<Integer> waitSeconds) {
        return new RunOptions(
                dryRun.orElse(false), waitSeconds.map(Duration::ofSeconds).orElse(USUAL));
    }
}
