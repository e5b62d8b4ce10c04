package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.server.approval.Approvals;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.config.PolicySettings.Need;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Caller.Human.Reply;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Whether a plan is approved by someone who may approve it. The model may not: approval comes from a human who is
/// asked past it in this very call, or is an operator's signature over the plan's hash.
final class Approval {

    private final PolicySettings policy;
    private final InstantSource clock;
    private final Set<String> declined = ConcurrentHashMap.newKeySet();

    Approval(PolicySettings policy, InstantSource clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /// The result of looking for an approval.
    sealed interface Verdict {

        /// @param approvedOnly whether the store too must have it as approved
        /// @param asked whether time went by meanwhile: a human was asked
        record Given(String by, boolean approvedOnly, boolean asked) implements Verdict {}

        /// @param next how to get it
        record Missing(String next) implements Verdict {}
    }

    /// Whose yes it takes: what gives rights takes a human's even where the configuration asks nobody, and two people
    /// are known by their keys only.
    Need need(Ruling ruling, Action action) {
        return need(policy, ruling, action);
    }

    static Need need(PolicySettings policy, Ruling ruling, Action action) {
        if (ruling.people(policy, action) > 1) {
            return Need.OPERATOR;
        }
        Need usual = ruling.effect() == Effect.DESTRUCTIVE ? policy.destructive() : policy.operate();
        return ruling.human() ? Collections.max(List.of(usual, policy.destructive(), Need.HUMAN)) : usual;
    }

    /// @throws Refused when somebody said no
    Verdict of(Store store, Plan plan, Action action, Ruling ruling, Caller caller) {
        Need need = need(ruling, action);
        if (need == Need.NONE) {
            return new Verdict.Given("configuration", false, false);
        }
        // Whoever declined is not asked the same again.
        if (need == Need.HUMAN && plan.status() == Plan.Status.OPEN && !declined.contains(plan.id())) {
            return asked(store, plan, action, ruling, caller);
        }
        return plan.status() == Plan.Status.APPROVED
                ? signed(store, plan, ruling.people(policy, action))
                : new Verdict.Missing(next(store, plan, ruling, action));
    }

    /// That the store says `approved` is not enough: whoever can write there could. What keys prove is.
    private Verdict signed(Store store, Plan plan, int people) {
        Approvals approvals = Approvals.of(store, policy, plan.id(), plan.hash());
        if (approvals.given().isEmpty()) {
            throw new Refused(
                    "bad_approval",
                    "plan " + plan.id() + " is marked approved, but no known operator signed it; nothing was done");
        }
        if (!approvals.areOf(people)) {
            throw new Refused(
                    "plan_drifted",
                    "nothing was done, because it takes two people and plan " + plan.id() + " is approved by "
                            + approvals.names() + " alone; plan it again");
        }
        return new Verdict.Given("operator " + approvals.names(), true, false);
    }

    private Verdict asked(Store store, Plan plan, Action action, Ruling ruling, Caller caller) {
        Reply reply = caller.human().confirm(plan.id(), Outcomes.question(plan, action));
        String by = "human at " + caller.client();
        return switch (reply) {
            case YES -> {
                if (!store.plans().decide(plan.id(), true, by, clock.instant())) {
                    throw new Refused(
                            "plan_expired", "the approval of plan " + plan.id() + " came too late; plan it again");
                }
                yield new Verdict.Given(by, true, true);
            }
            case NO -> {
                store.plans().decide(plan.id(), false, by, clock.instant());
                throw new Refused("denied", "the human said no to: " + action.summary() + ". Nothing was done");
            }
            case DECLINED -> {
                declined.add(plan.id());
                throw new Refused(
                        "denied",
                        "it was declined at the client, by the human or by the client itself: "
                                + action.summary() + ". Nothing was done. Do not try it again by yourself. Plan "
                                + plan.id() + " stays open until " + plan.expiresAt() + " for an operator, who can"
                                + " approve it on the server's machine with 'proxmox-mcp approve " + plan.id() + "'");
            }
            case NONE ->
                throw new Refused(
                        "denied",
                        "no approval came from the human, so nothing was done: " + action.summary() + ". "
                                + next(store, plan, ruling, action));
            case UNSUPPORTED -> new Verdict.Missing(next(store, plan, ruling, action));
        };
    }

    /// What to do to have a plan applied.
    String next(Store store, Plan plan, Ruling ruling, Action action) {
        if (need(ruling, action) == Need.NONE) {
            return "apply_plan plan=" + plan.id();
        }
        Approvals approvals = Approvals.of(store, policy, plan.id(), plan.hash());
        String who = ruling.people(policy, action) == 1
                ? "an operator approves it"
                : approvals.given().isEmpty()
                        ? "two operators approve it, each"
                        : "a second operator approves it, as " + approvals.names() + " did,";
        return who + " on the server's machine with 'proxmox-mcp approve " + plan.id()
                + "' (a model cannot), then apply_plan plan=" + plan.id();
    }
}
