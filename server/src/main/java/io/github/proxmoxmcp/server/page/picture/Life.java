package io.github.proxmoxmcp.server.page.picture;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of a guest's life.
///
/// @param events oldest first
/// @param start how it was when the events began; absent: it was not there, or that is not remembered
/// @param now how it is; absent: it is gone
/// @param archives its backups that there are
/// @param until the moment up to which it is known
public record Life(
        String name,
        List<LifeEvent> events,
        Optional<State> start,
        Optional<State> now,
        List<Archive> archives,
        Instant until) {

    /// How a guest was from a moment on.
    ///
    /// @param unknownSince since when nobody could see it
    public record State(Instant since, String status, String node, Optional<Instant> unknownSince) {}

    /// A backup.
    public record Archive(Instant made, String volume) {}
}
