package io.github.proxmoxmcp.server.config;

import java.time.Duration;

/// How closely clusters are followed.
///
/// @param interval between two cycles while somebody asks
/// @param idleInterval between two cycles when nobody has asked for five minutes
/// @param concurrency how many calls to one cluster may be in flight at once
public record SyncSettings(Duration interval, Duration idleInterval, int concurrency) {

    public SyncSettings {
        between("interval_seconds", interval.toSeconds(), 1, 3600);
        between("idle_interval_seconds", idleInterval.toSeconds(), 1, 86_400);
        between("concurrency", concurrency, 1, 64);
    }

    static SyncSettings usual() {
        return new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8);
    }

    private static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ConfigurationException(
                    "sync." + key + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
