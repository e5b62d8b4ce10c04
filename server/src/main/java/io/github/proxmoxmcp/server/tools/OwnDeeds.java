package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.persistence.AuditEntry;
import io.github.proxmoxmcp.persistence.Cause;
import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.server.cluster.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells which changes were made through this program, by whom and by which plan: what the cluster calls our token's
/// deed stands in our own record.
///
/// @param user who we are in the cluster
record OwnDeeds(String user, List<AuditEntry> entries) {

    private static final int LATEST = 500;

    /// How long after a deed without a task its change is seen.
    private static final Duration SEEN_WITHIN = Duration.ofMinutes(1);

    /// The record is only read where our token did something.
    static OwnDeeds of(Reading reading, List<Change> changes) {
        String user = reading.cluster().user();
        boolean any = changes.stream()
                .flatMap(change -> change.cause().stream())
                .anyMatch(cause -> cause.user().equals(user));
        return new OwnDeeds(
                user,
                any
                        ? reading.store()
                                .audit()
                                .list(Optional.of(reading.cluster().name()), Optional.empty(), LATEST)
                        : List.of());
    }

    /// Such as `local by power_guest, plan p-1`.
    Optional<String> via(Change change) {
        return change.cause().filter(cause -> cause.user().equals(user)).flatMap(cause -> {
            List<AuditEntry> found = entries.stream()
                    .filter(entry -> !entry.outcome().equals("intent") && made(entry, change, cause))
                    .toList();
            return found.size() == 1 ? Optional.of(text(found.getFirst())) : Optional.empty();
        });
    }

    private static boolean made(AuditEntry entry, Change change, Cause cause) {
        if (!cause.upid().isEmpty()) {
            return entry.body().contains('"' + cause.upid() + '"');
        }
        return !entry.at().isAfter(change.at())
                && entry.at().isAfter(change.at().minus(SEEN_WITHIN))
                && Pattern.compile("\"vmids\":\\[(?:\\d+,)*"
                                + Pattern.quote(change.thing().id()) + "[,\\]]")
                        .matcher(entry.body())
                        .find();
    }

    private static String text(AuditEntry entry) {
        return entry.principal() + " by " + entry.action()
                + entry.plan().map(plan -> ", plan " + plan).orElse("");
    }
}
