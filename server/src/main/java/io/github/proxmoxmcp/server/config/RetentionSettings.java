package io.github.proxmoxmcp.server.config;

import java.time.Duration;

/// How long the memory keeps what is over. What holds now, and what a pinned state snapshot needs, it always keeps.
///
/// @param changes how long ago something may have ended
/// @param tasks how long ago a task may have ended
public record RetentionSettings(Duration changes, Duration tasks) {

    static RetentionSettings ofDays(int changes, int tasks) {
        return new RetentionSettings(days("changes_days", changes), days("tasks_days", tasks));
    }

    private static Duration days(String key, int days) {
        if (days < 1 || days > 36_500) {
            throw new ConfigurationException("retention." + key + " must be from 1 to 36500, not " + days);
        }
        return Duration.ofDays(days);
    }
}
