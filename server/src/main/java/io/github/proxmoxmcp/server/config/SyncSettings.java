package io.github.proxmoxmcp.server.config;

import java.time.Duration;

/// How closely clusters are followed.
///
/// @param interval between two cycles while somebody asks
/// @param idleInterval between two cycles when nobody has asked for five minutes
/// @param concurrency how many calls to one cluster may be in flight at once
public record SyncSettings(Duration interval, Duration idleInterval, int concurrency) {

    static SyncSettings usual() {
        return new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8);
    }
}
