package io.github.proxmoxmcp.server.page.picture;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Something that is remembered of a guest.
///
/// @param kind guest or backup
/// @param id of a backup its volume
/// @param event appeared, vanished or altered
/// @param field what was altered: status, config.cores, snapshot.NAME, …
/// @param by who did it, where that is known
/// @param task the type of the task that did it
public record LifeEvent(
        Instant at,
        String kind,
        String id,
        String event,
        Optional<String> field,
        Optional<String> before,
        Optional<String> after,
        Optional<String> by,
        Optional<String> task) {

    boolean isOfGuest() {
        return kind.equals("guest");
    }

    boolean isOf(String name) {
        return isOfGuest() && field.filter(name::equals).isPresent();
    }

    boolean isUnder(String prefix) {
        return isOfGuest() && field.filter(name -> name.startsWith(prefix)).isPresent();
    }

    /// What happened, when and by whom.
    String line(String what) {
        return what + ", " + when(at)
                + by.map(user -> " by " + user
                                + task.map(type -> " (" + type + ")").orElse(""))
                        .orElse("");
    }

    static String when(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
    }
}
