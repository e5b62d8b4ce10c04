package io.github.proxmoxmcp.server.page.room;

import io.github.proxmoxmcp.server.page.PageFailure;
import io.github.proxmoxmcp.server.tool.Units;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Moments in answers and addresses.
public final class Times {

    private Times() {}

    /// A time of an answer, in whatever zone it is shown.
    public static Instant of(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /// A time in an address.
    ///
    /// @throws PageFailure when it is none
    static Instant ofAddress(String name, String text) {
        try {
            return of(text);
        } catch (DateTimeException _) {
            throw new PageFailure(
                    400,
                    "'" + name + "' is '" + text + "', but must be a time such as 2026-11-20T10:00:00Z; begin again"
                            + " from the navigation.");
        }
    }

    /// Empty for the present.
    static Optional<String> ago(Instant moment, Instant now) {
        return Optional.of(Duration.between(moment, now).toSeconds())
                .filter(seconds -> seconds > 0)
                .map(Units::duration);
    }

    /// As people read it.
    public static String shown(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
    }
}
