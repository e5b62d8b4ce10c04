package io.github.proxmoxmcp.server.sync.guest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a guest's node says of it at this moment; `/cluster/resources` shows it up to ten seconds later.
///
/// @param status in the words of `/cluster/resources`
/// @param started when it was started, if it runs
record Presence(Instant at, String status, Optional<Instant> started) {

    /// How late rows may be, with some margin.
    static final Duration MAX_ROW_DELAY = Duration.ofSeconds(15);

    static Presence of(Instant at, String status, Optional<Duration> uptime) {
        return new Presence(at, status, uptime.filter(Duration::isPositive).map(at::minus));
    }

    /// Whether rows may still be from before it.
    boolean isOfLate(Instant now) {
        return !at.isBefore(now.minus(MAX_ROW_DELAY));
    }
}
