package io.github.proxmoxmcp.server.problems;

import java.time.Instant;
import java.util.Optional;

/// Something that is wrong, or soon will be.
///
/// @param subject what it is about, in a few words
/// @param evidence what was seen
/// @param since since when it is known, where history tells
/// @param next what to do about it
public record Problem(
        Severity severity, Area area, String subject, String evidence, Optional<Instant> since, String next) {

    /// How bad it is, worst first.
    public enum Severity {
        CRITICAL,
        WARNING,
        INFO
    }

    /// What it concerns.
    public enum Area {
        QUORUM,
        NODE,
        HA,
        STORAGE,
        DISK,
        BACKUP,
        GUEST,
        REPLICATION,
        TASK,
        SNAPSHOT,
        CERTIFICATE,
        UPDATE,
        MIGRATION,
        CAPACITY,
        DRIFT
    }
}
