package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.server.guard.RunOptions;
import java.time.Duration;
import java.util.Optional;

/// How long a caller waits for the end: up to four hours, because whole nodes and jobs take their time. The bounds are
/// not in the schema, where they would stand in every tool that acts.
record WaitSeconds(int value) {

    private static final int MOST = 14_400;

    WaitSeconds {
        Bounds.check(value, 0, MOST);
    }

    /// The wish of a tool for one thing.
    static RunOptions wish(Optional<Boolean> dryRun, Optional<WaitSeconds> wait) {
        return RunOptions.of(dryRun, wait.map(WaitSeconds::value));
    }

    /// The wish of a tool that does many things one after another: it waits for an hour if nothing is said.
    static RunOptions longWish(Optional<Boolean> dryRun, Optional<WaitSeconds> wait) {
        return new RunOptions(
                dryRun.orElse(false),
                Duration.ofSeconds(wait.map(WaitSeconds::value).orElse(3600)));
    }
}
