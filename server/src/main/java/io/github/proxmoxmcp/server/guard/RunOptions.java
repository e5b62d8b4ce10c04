package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import java.time.Duration;
import java.util.Optional;

/// How a caller wants an action handled.
///
/// @param planOnly show the plan, do nothing
/// @param patience how long to wait for the end of all steps together
public record RunOptions(boolean planOnly, Duration patience) {

    /// Clients put a call of two minutes aside; what runs longer is told with its task, which can be waited for.
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(100);

    private static final Duration DEFAULT_PATIENCE_OF_LONG_WORK = Duration.ofHours(1);

    /// Options of a tool that does one thing.
    public static RunOptions of(Optional<Boolean> dryRun, Optional<WaitSeconds> wait) {
        return new RunOptions(
                dryRun.orElse(false), wait.map(WaitSeconds::duration).orElse(DEFAULT_PATIENCE));
    }

    /// Options of a tool that does many things one after another: it waits for an hour by default.
    public static RunOptions ofLongWork(Optional<Boolean> dryRun, Optional<WaitSeconds> wait) {
        return new RunOptions(
                dryRun.orElse(false), wait.map(WaitSeconds::duration).orElse(DEFAULT_PATIENCE_OF_LONG_WORK));
    }
}
