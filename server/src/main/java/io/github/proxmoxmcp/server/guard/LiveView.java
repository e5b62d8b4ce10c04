package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.server.config.RunSettings;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The cluster at the moment before something is sent: each thing is read once, and only if a check needs it.
final class LiveView {

    private static final Pattern OF_RUNNING =
            Pattern.compile("(?:POST|PUT|DELETE) /nodes/[^/]+/(?:qemu|lxc)/([0-9]{1,9})/"
                    + "(?:status/.+|snapshot(?:/.+)?|agent(?:/.+)?|monitor|sendkey|template)");

    private final Proxmox api;
    private final Map<Integer, Optional<LiveGuest>> guests = new HashMap<>();
    private final Map<Integer, GuestResource> rows = new HashMap<>();
    private boolean rowsRead;

    LiveView(Proxmox api) {
        this.api = api;
    }

    /// Refuses what is outside of the scope.
    ///
    /// @param whose a sentence that says where the scope comes from
    /// @param downloads addresses from which anybody may have files fetched
    void requireScope(Action action, Scope scope, List<URI> downloads, String whose) {
        if (!scope.isBounded()) {
            return;
        }
        ScopeCheck check = new ScopeCheck(scope, rows(), downloads);
        List<String> problems = ScopeCheck.judged(action, rows()).stream()
                .flatMap(target -> check.problem(target).stream())
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            throw new Refused(
                    "out_of_scope",
                    action.summary() + " is not allowed here: " + String.join("; ", problems) + ". " + whose
                            + "; only the server's owner can widen it");
        }
    }

    /// Refuses when the world is not as the plan assumed.
    void requireUnchanged(List<Assumption> assumptions) {
        List<String> drift = new ArrayList<>();
        for (Assumption assumption : assumptions) {
            difference(assumption).ifPresent(drift::add);
        }
        if (!drift.isEmpty()) {
            throw new Refused(
                    "plan_drifted",
                    "nothing was done, because the cluster is not as it was when this was planned: "
                            + String.join("; ", drift) + ". Look at it again, then decide");
        }
    }

    /// Refuses what Proxmox's own `protection` flag forbids, before Proxmox does in fewer words.
    void requireUnprotected(Action action) {
        for (Step step : action.steps()) {
            if (removes(step)) {
                Targets.of(step).stream()
                        .filter(Target::isGuest)
                        .flatMap(target -> guest(Integer.parseInt(target.id())).stream())
                        .filter(LiveGuest::isProtected)
                        .findFirst()
                        .ifPresent(guest -> {
                            throw new Refused(
                                    "protected",
                                    "guest " + guest.label() + " has the option protection=1: its owner forbade to"
                                            + " remove it or its disks. Set protection=0 first, if that is really"
                                            + " wanted");
                        });
            }
        }
    }

    /// Refuses what goes into a guest unless the configuration allows it there, by the tags that it has now.
    void requireAllowedInside(Action action, RunSettings allowed) {
        for (Step step : action.steps()) {
            if (Severity.entersGuest(step)) {
                // A number that is too long is no guest, and no range holds it.
                int vmid = Targets.number(step.segments().get(3)).orElse(0);
                List<String> tags = Optional.ofNullable(rows().get(vmid))
                        .flatMap(GuestResource::tags)
                        .map(Tags::names)
                        .orElse(List.of());
                allowed.require(vmid, tags, "guest " + vmid);
            }
        }
    }

    /// Refuses what Proxmox never does with a template; it would answer with a task that fails.
    void requireNoTemplates(Action action) {
        for (Step step : action.steps()) {
            Matcher call = OF_RUNNING.matcher(step.method() + " " + step.path());
            if (call.matches()
                    && Optional.ofNullable(rows().get(Integer.valueOf(call.group(1))))
                            .flatMap(GuestResource::template)
                            .orElse(false)) {
                throw new Refused(
                        "template",
                        "guest " + call.group(1) + " is a template: it never runs, has no snapshots and stays as it is;"
                                + " clone_guest makes a guest of it that does");
            }
        }
    }

    private static boolean removes(Step step) {
        return (step.method().equals("DELETE") && step.path().matches("/nodes/[^/]+/(qemu|lxc)/[0-9]+"))
                || (step.path().matches("/nodes/[^/]+/(qemu|lxc)")
                        && step.values("force").stream().anyMatch(value -> !value.equals("0")))
                || Severity.deletesVolumes(step);
    }

    private Optional<String> difference(Assumption assumption) {
        int vmid = assumption.vmid();
        if (assumption.fact() == Assumption.Fact.ABSENT) {
            return rows().containsKey(vmid) ? Optional.of("there is a guest " + vmid + " now") : Optional.empty();
        }
        if (guest(vmid).isEmpty()) {
            return Optional.of("guest " + vmid + " does not exist any more");
        }
        String now = guest(vmid).get().value(assumption.fact());
        return now.equals(assumption.value()) ? Optional.empty() : Optional.of(said(assumption, now));
    }

    private static String said(Assumption assumption, String now) {
        String what = "guest " + assumption.vmid();
        return switch (assumption.fact()) {
            case NODE -> what + " is on " + now + ", not on " + assumption.value();
            case STATUS -> what + " is " + now + ", not " + assumption.value();
            case LOCK ->
                what + (now.isEmpty() ? " is not locked any more" : " is locked (" + UntrustedText.marked(now) + ")");
            case DIGEST -> "the configuration of " + what + " was changed";
            case ABSENT -> what + " exists";
        };
    }

    private Optional<LiveGuest> guest(int vmid) {
        // One list for all of them: a plan may be of a hundred guests.
        return guests.computeIfAbsent(
                vmid, id -> Optional.ofNullable(rows().get(id)).map(row -> LiveGuests.read(api, row)));
    }

    Map<Integer, GuestResource> rows() {
        if (!rowsRead) {
            LiveGuests.rows(api).forEach(row -> rows.put(row.vmid(), row));
            rowsRead = true;
        }
        return rows;
    }
}
