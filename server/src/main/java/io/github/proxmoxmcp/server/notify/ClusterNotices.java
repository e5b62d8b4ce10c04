package io.github.proxmoxmcp.server.notify;

import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.notice.NoticeKey;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.guard.Plans;
import io.github.proxmoxmcp.server.notify.message.NoticeBody;
import io.github.proxmoxmcp.server.problems.Acknowledgements;
import io.github.proxmoxmcp.server.problems.Checks;
import io.github.proxmoxmcp.server.problems.Findings;
import io.github.proxmoxmcp.server.problems.Problem;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What there is to tell of a cluster now, by memory alone: the cluster is not asked.
///
/// @param open what is seen
/// @param kept of what is seen no longer, whether that may only be because nobody could look: such is not over
record ClusterNotices(Map<NoticeKey, NoticeBody> open, Predicate<NoticeBody> kept) {

    /// Less may be a restart of the node that is asked, or of the network.
    private static final Duration UNREADABLE_AFTER = Duration.ofMinutes(2);

    private static final int MAX_PLANS = 100;
    private static final int MAX_TEXT_CHARACTERS = 400;

    /// Problems of these are seen on lists of the whole cluster: where a part is missing, any of them may be hidden.
    private static final Set<Area> OF_WHOLE_LISTS = EnumSet.of(
            Area.QUORUM, Area.REPLICATION, Area.BACKUP, Area.SNAPSHOT, Area.UPDATE, Area.MIGRATION, Area.CAPACITY);

    static ClusterNotices of(Cluster cluster, Store store, PolicySettings policy, Instant now) {
        Map<NoticeKey, NoticeBody> open = new LinkedHashMap<>();
        plans(cluster.name(), store, policy, now, open);
        Optional<SyncState> state = store.clusters().sync(cluster.name());
        Optional<String> error = state.flatMap(SyncState::error);
        if (error.isPresent()) {
            unreadable(cluster.name(), state.get(), error.get(), now, open);
        }
        if (error.isPresent() || state.flatMap(SyncState::asOf).isEmpty()) {
            return new ClusterNotices(open, body -> body.topic() == Topic.PROBLEMS);
        }
        return problems(new Reading(cluster, store, Moment.now(), state.get(), now, false), open);
    }

    private static ClusterNotices problems(Reading reading, Map<NoticeKey, NoticeBody> open) {
        String cluster = reading.cluster().name();
        Acknowledgements acknowledged = Acknowledgements.of(reading);
        Map<Area, Findings> found = Checks.each(reading, Optional.empty());
        Map<Integer, GuestState> guests = InventoryQueries.guests(reading).stream()
                .collect(Collectors.toMap(state -> state.guest().vmid(), Function.identity()));
        found.values().stream()
                .flatMap(findings -> findings.problems().stream())
                .forEach(problem -> open.put(
                        NoticeBody.key(cluster, problem),
                        NoticeBody.of(
                                problem,
                                tags(problem, guests),
                                acknowledged.of(problem).isPresent())));
        Set<String> away = reading.nodes().stream()
                .filter(state -> !state.node().status().equals("online")
                        || state.validity().unknownSince().isPresent())
                .map(state -> state.node().name())
                .collect(Collectors.toSet());
        Set<Area> partly = found.entrySet().stream()
                .filter(area -> area.getValue().unchecked().stream().anyMatch(ClusterNotices::hides))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new ClusterNotices(
                open,
                body -> body.area()
                                .filter(partly::contains)
                                .filter(OF_WHOLE_LISTS::contains)
                                .isPresent()
                        || body.nodes().stream().anyMatch(away::contains)
                        || body.guests().stream()
                                .map(guests::get)
                                .anyMatch(state -> state != null
                                        && state.validity().unknownSince().isPresent()));
    }

    /// A storage that somebody disabled hides nothing from who looks again and again: it would for ever.
    private static boolean hides(String unchecked) {
        return !unchecked.matches("backups on (\\S+ \\(disabled\\)(, )?)+");
    }

    private static Set<String> tags(Problem problem, Map<Integer, GuestState> guests) {
        return problem.about().guests().stream()
                .flatMap(vmid -> Optional.ofNullable(guests.get(vmid)).stream())
                .flatMap(state -> state.guest().tags().stream())
                .collect(Collectors.toSet());
    }

    private static void unreadable(
            String cluster, SyncState state, String error, Instant now, Map<NoticeKey, NoticeBody> open) {
        if (state.asOf()
                .filter(asOf -> asOf.isAfter(now.minus(UNREADABLE_AFTER)))
                .isEmpty()) {
            open.put(
                    new NoticeKey(cluster, "unreadable"),
                    NoticeBody.of(
                            Topic.UNREADABLE,
                            Severity.CRITICAL,
                            "cluster cannot be read",
                            UntrustedText.line(error, MAX_TEXT_CHARACTERS),
                            state.asOf(),
                            "what is known of it is from before; 'proxmox-mcp doctor' tells what is wrong"));
        }
    }

    private static void plans(
            String cluster, Store store, PolicySettings policy, Instant now, Map<NoticeKey, NoticeBody> open) {
        List<Plan> plans = store.plans().list(cluster, MAX_PLANS);
        for (Plan plan : plans) {
            try {
                if (Plans.waits(plan, policy, now)) {
                    open.put(new NoticeKey(cluster, "plan/" + plan.id()), plan(plan));
                }
            } catch (ToolException.Refused _) {
                // Somebody changed it in the store: nobody can approve it either.
            }
        }
    }

    private static NoticeBody plan(Plan plan) {
        return NoticeBody.of(
                Topic.PLANS,
                Severity.WARNING,
                "plan " + plan.id() + " waits for approval until " + plan.expiresAt(),
                UntrustedText.line(Plans.action(plan).summary(), MAX_TEXT_CHARACTERS),
                Optional.of(plan.createdAt()),
                "an operator decides: proxmox-mcp approve " + plan.id() + ", or deny");
    }
}
