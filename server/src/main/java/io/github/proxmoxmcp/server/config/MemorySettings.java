package io.github.proxmoxmcp.server.config;

/// How the memory is kept: how closely it follows, and what it forgets.
public record MemorySettings(SyncSettings sync, RetentionSettings retention) {}
