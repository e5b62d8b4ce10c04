package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.acting.PlanApproval;
import io.github.proxmoxmcp.server.approval.Approvals;
import io.github.proxmoxmcp.server.approval.OperatorKey;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.NotFound;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// What people decide about plans, at the terminal and on the page.
public final class PlanDecisions {

    private PlanDecisions() {}

    /// The approval that an operator's key gives.
    public static PlanApproval signed(Plan plan, String operator, OperatorKey key) {
        return new PlanApproval(plan.id(), operator, PlanApproval.Kind.KEY, key.sign(plan.hash()));
    }

    /// Keeps an approval of a plan that is open, and approves it when all were given that it takes; writes that down.
    ///
    /// @return what it still takes, in words; empty when it is approved
    public static Optional<String> approve(
            Store store, PolicySettings policy, Plan plan, PlanApproval approval, Instant now) {
        store.operators().approve(approval);
        Approvals all = Approvals.of(store, policy, plan.id(), plan.hash());
        if (all.given().stream().noneMatch(given -> given.person().equals(approval.operator()))) {
            throw new Refused(
                    "bad_approval",
                    "plan " + plan.id() + " is approved under the name of " + approval.operator()
                            + " by something that no key proves; deny it, plan it again, and see who may write to the"
                            + " store");
        }
        int people = people(policy, plan);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("hash", plan.hash());
        body.put("with", Names.snake(approval.kind().name()));
        if (!all.areOf(people)) {
            body.put("reason", "another person's approval is still needed");
            written(store, plan, "approved_by_one", approval.operator(), now, body);
            return Optional.of("approved by " + all.names() + "; it takes two people, so another one, whose key or"
                    + " passkey does not rest on the same operator's key, has to approve it, too");
        }
        decide(store, plan, true, all.names(), now);
        written(store, plan, "approved", approval.operator(), now, body);
        return Optional.empty();
    }

    /// Of how many people its approval must be, as far as that is known without asking the cluster.
    public static int people(PolicySettings policy, Plan plan) {
        Action action = Plans.action(plan);
        return Ruling.written(action).people(policy, action);
    }

    /// Whether it takes somebody's yes at all, as far as that is known without asking the cluster.
    public static boolean isAsked(PolicySettings policy, Plan plan) {
        Action action = Plans.action(plan);
        return Approval.need(policy, Ruling.written(action), action) != PolicySettings.Need.NONE;
    }

    /// The access that its calls take.
    public static Access access(Plan plan) {
        return Severity.of(Plans.action(plan)).access();
    }

    /// How the cluster is not as it was when this was planned, or why that cannot be told; empty: it is.
    public static Optional<String> drift(Backend backend, Plan plan) {
        try {
            Cluster cluster = backend.cluster(Optional.of(plan.cluster()));
            new LiveView(cluster.api()).requireUnchanged(Plans.action(plan).assumptions());
            return Optional.empty();
        } catch (ToolException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (ProxmoxException e) {
            return Optional.of("Whether the cluster is still as it was when this was planned is unknown: "
                    + Printable.message(String.valueOf(e.getMessage())));
        }
    }

    /// Writes down that somebody's approval was none.
    public static void refused(Store store, Plan plan, String by, String reason, Instant now) {
        written(store, plan, "refused", by, now, Map.of("hash", plan.hash(), "reason", reason));
    }

    /// Denies a plan; that takes no key.
    public static void deny(Store store, String id, String by, Instant now) {
        Plan plan = open(store, id, now);
        decide(store, plan, false, by, now);
        written(store, plan, "denied", by, now, Map.of("hash", plan.hash()));
    }

    /// A plan that can still be decided, as its hash says it.
    public static Plan open(Store store, String id, Instant now) {
        Plan plan = store.plans()
                .get(id)
                .orElseThrow(
                        () -> new NotFound("there is no plan '" + id + "'; 'proxmox-mcp plans' shows which there are"));
        Plans.action(plan);
        if (plan.status() != Plan.Status.OPEN || !now.isBefore(plan.expiresAt())) {
            throw new Refused(
                    "plan_closed",
                    "plan " + id + " can no longer be decided: it "
                            + (plan.status() == Plan.Status.OPEN
                                    ? "expired at " + plan.expiresAt()
                                    : "is " + Names.snake(plan.status().name())));
        }
        return plan;
    }

    private static void decide(Store store, Plan plan, boolean approved, String by, Instant now) {
        if (!store.plans().decide(plan.id(), approved, by, now)) {
            throw new Refused("plan_closed", "plan " + plan.id() + " was decided by another operator in the meantime");
        }
    }

    private static void written(
            Store store, Plan plan, String outcome, String by, Instant now, Map<String, Object> body) {
        store.audit()
                .append(
                        now,
                        plan.cluster(),
                        by,
                        plan.action(),
                        outcome,
                        Optional.of(plan.id()),
                        JsonMapper.shared().writeValueAsString(body));
    }
}
