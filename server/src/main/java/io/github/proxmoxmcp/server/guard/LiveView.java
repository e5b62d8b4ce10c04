package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The cluster at the moment before something is sent: each thing is read once, and only if a check needs it.
final class LiveView {

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
    void requireScope(Action action, Scope scope, String whose) {
        if (!scope.isBounded()) {
            return;
        }
        ScopeCheck check = new ScopeCheck(scope, rows());
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
                            + String.join("; ", drift) + ". Look at it again and decide anew");
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

    private static boolean removes(Step step) {
        return (step.method().equals("DELETE") && step.path().matches("/nodes/[^/]+/(qemu|lxc)/[0-9]+"))
                || (step.path().matches("/nodes/[^/]+/(qemu|lxc)")
                        && step.parameter("force").filter("1"::equals).isPresent())
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
            case LOCK -> what + (now.isEmpty() ? " is not locked any more" : " is locked (" + now + ")");
            case DIGEST -> "the configuration of " + what + " was changed";
            case ABSENT -> what + " exists";
        };
    }

    private Optional<LiveGuest> guest(int vmid) {
        return guests.computeIfAbsent(vmid, id -> LiveGuests.read(api, id));
    }

    private Map<Integer, GuestResource> rows() {
        if (!rowsRead) {
            LiveGuests.rows(api).forEach(row -> rows.put(row.vmid(), row));
            rowsRead = true;
        }
        return rows;
    }
}
