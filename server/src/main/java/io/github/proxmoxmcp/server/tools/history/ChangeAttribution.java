package io.github.proxmoxmcp.server.tools.history;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.value.Cause;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.audit.AuditedOptions;
import io.github.proxmoxmcp.server.cluster.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tells which changes were made through this program, by whom and by which plan: what the cluster calls our token's
/// deed stands in our own record.
///
/// @param user who we are in the cluster
public record ChangeAttribution(String user, List<AuditEntry> entries) {

    private static final int LATEST = 500;
    private static final String CONFIG = "config.";

    /// How long after a deed without a task its change is seen.
    private static final Duration SEEN_WITHIN = Duration.ofMinutes(1);

    /// The audit is only read where our token did something, or nobody knows who did.
    static ChangeAttribution of(Reading reading, List<Change> changes) {
        String user = reading.cluster().user();
        boolean any = changes.stream().anyMatch(change -> mayBeOurs(change, user));
        return new ChangeAttribution(
                user,
                any
                        ? reading.store()
                                .audit()
                                .list(Optional.of(reading.cluster().name()), Optional.empty(), LATEST)
                        : List.of());
    }

    /// The tool and plan of this server that made a change, such as `local by power_guest, plan p-1`.
    Optional<String> via(Change change) {
        if (!mayBeOurs(change, user)) {
            return Optional.empty();
        }
        List<AuditEntry> found = entries.stream()
                .filter(entry -> !entry.outcome().equals("intent") && made(entry, change))
                .toList();
        return found.size() == 1 ? Optional.of(text(found.getFirst())) : Optional.empty();
    }

    private static boolean mayBeOurs(Change change, String user) {
        return change.cause()
                .map(cause -> cause.user().equals(user))
                .orElseGet(() -> !options(change).isEmpty());
    }

    /// By its task, or, where there is none, by what was set: a container's options leave no trace in the cluster.
    private static boolean made(AuditEntry entry, Change change) {
        Optional<String> upid = change.cause().map(Cause::upid).filter(text -> !text.isEmpty());
        return upid.map(text -> entry.body().contains('"' + text + '"'))
                .orElseGet(() -> !entry.at().isAfter(change.at())
                        && entry.at().isAfter(change.at().minus(SEEN_WITHIN))
                        && AuditedOptions.made(entry, change.thing().id(), options(change)));
    }

    /// What changed of a guest's configuration without a task, and what it is now.
    private static Map<String, Optional<String>> options(Change change) {
        return change instanceof Change.Altered altered && altered.thing().kind() == Kind.GUEST
                ? altered.fields().stream()
                        .filter(field -> field.name().startsWith(CONFIG))
                        .filter(field -> field.cause()
                                .map(Cause::upid)
                                .filter(upid -> !upid.isEmpty())
                                .isEmpty())
                        .collect(Collectors.toMap(
                                field -> field.name().substring(CONFIG.length()), Change.Field::after, (one, _) -> one))
                : Map.of();
    }

    private static String text(AuditEntry entry) {
        return entry.principal() + " by " + entry.action()
                + entry.plan().map(plan -> ", plan " + plan).orElse("");
    }
}
