package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import java.time.Duration;
import java.util.Optional;

/// How a caller wants an action handled.
///
/// @param planOnly show the plan, do nothing
/// @param patience how long the caller waits for the end of all steps together; what is not done by then goes on
public record RunOptions(boolean planOnly, Duration patience) {

    /// Clients put a call of two minutes aside, or give it up: what takes longer goes on, and is told with its task and
    /// its plan, which can be asked about.
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(100);

    /// The options of a call.
    public static RunOptions of(Optional<Boolean> dryRun, Optional<WaitSeconds> wait) {
        return new RunOptions(
                dryRun.orElse(false), wait.map(WaitSeconds::duration).orElse(DEFAULT_PATIENCE));
    }
}
