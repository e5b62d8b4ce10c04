package io.github.proxmoxmcp.server.notify.message;

import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a target is told at once.
///
/// @param id the same when the same is sent again, so that a receiver can tell
/// @param title words of ours only
/// @param severity of the worst that is new in it
public record Message(String id, Instant at, String title, Severity severity, List<Line> lines) {

    /// One thing in it.
    ///
    /// @param key the same for all that is told of one thing
    /// @param changedAt since when it is so
    /// @param link where a person sees more
    public record Line(News news, String cluster, String key, Instant changedAt, NoticeBody body, Optional<URI> link) {}

    /// What is new of something.
    public enum News {
        NEW,
        WORSE,
        /// More guests have it.
        MORE,
        /// It is there, and not as bad as before.
        BETTER,
        RESOLVED,
        /// Nothing happened: somebody wants to see whether this arrives.
        TEST
    }
}
