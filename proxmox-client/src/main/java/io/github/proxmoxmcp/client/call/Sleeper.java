package io.github.proxmoxmcp.client.call;

import java.time.Duration;

/// Waits, so that tests need not.
@FunctionalInterface
public interface Sleeper {

    /// Returns after this time.
    void sleep(Duration duration) throws InterruptedException;
}
