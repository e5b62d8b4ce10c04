package io.github.proxmoxmcp.server.config;

import java.time.Duration;

/// How long the memory keeps what is over. What holds now, and what a pinned state snapshot needs, it always keeps.
///
/// @param changes how long ago something may have ended
/// @param tasks how long ago a task may have ended
public record RetentionSettings(Duration changes, Duration tasks) {}
