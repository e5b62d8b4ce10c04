package io.github.proxmoxmcp.server.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// How the sync of one cluster fares in this process.
///
/// @param holder whether this process is the one that follows the cluster
/// @param cycles how many were tried
/// @param failures cycles that failed, by kind of failure: the simple name of the exception
/// @param lastSuccess when a cycle last succeeded
/// @param lastDuration how long the last cycle took
/// @param lastRows how many rows of guests the last successful cycle saw
/// @param retried how many guests' details could not be read and will be tried again
/// @param nextTry when the next cycle is due
public record SyncHealth(
        String cluster,
        boolean holder,
        long cycles,
        Map<String, Long> failures,
        Optional<Instant> lastSuccess,
        Duration lastDuration,
        int lastRows,
        int retried,
        Instant nextTry) {}
