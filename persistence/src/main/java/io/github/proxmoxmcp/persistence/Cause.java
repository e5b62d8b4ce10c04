package io.github.proxmoxmcp.persistence;

import java.time.Instant;

/// The task that made a change. Where it is not certain there is no cause; it is never guessed.
public record Cause(String upid, String type, String user, Instant endedAt) {}
