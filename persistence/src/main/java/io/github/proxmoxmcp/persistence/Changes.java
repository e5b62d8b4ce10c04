package io.github.proxmoxmcp.persistence;

import java.time.Duration;

/// Says that something may have been recorded, by whichever process.
public interface Changes extends AutoCloseable {

    /// Returns when something was recorded that was not so before, or after this time at the latest.
    void await(Duration longest) throws InterruptedException;

    @Override
    void close();
}
