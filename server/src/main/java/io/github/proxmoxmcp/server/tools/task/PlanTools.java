package io.github.proxmoxmcp.server.tools.task;

import static io.github.proxmoxmcp.server.tool.Effect.APPLY;
import static io.github.proxmoxmcp.server.tool.Effect.INSPECT;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Tool;
import java.util.Optional;

/// Plans that were made and not applied yet.
public final class PlanTools {

    private final Guard guard;

    public PlanTools(Guard guard) {
        this.guard = guard;
    }

    /// Arguments of `get_plan`.
    record GetPlan(@Describe("its id") String plan) {}

    @Tool(
            name = "get_plan",
            title = "A plan as it stands",
            description =
                    "Exact calls, dependents, losses, whether open, approved, denied, done or expired, and what to do"
                            + " next.",
            effect = INSPECT,
            needs = GUESTS)
    Answer<Outcome> getPlan(GetPlan request, Caller caller) {
        return guard.show(request.plan(), caller);
    }

    /// Arguments of `apply_plan`.
    record ApplyPlan(@Describe("its id") String plan, Optional<WaitSeconds> waitSeconds) {}

    @Tool(
            name = "apply_plan",
            title = "Apply a plan",
            description =
                    "Carries out a plan, once, if it is approved where needed and the cluster is still as the plan"
                            + " assumed.",
            effect = APPLY,
            needs = GUESTS)
    Answer<Outcome> applyPlan(ApplyPlan request, Caller caller) {
        return guard.apply(
                request.plan(),
                RunOptions.of(Optional.empty(), request.waitSeconds()).patience(),
                caller);
    }
}
