package io.github.proxmoxmcp.server.page.plan;

import gg.jte.generated.precompiled.JteplanGenerated;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.acting.PlanApproval;
import io.github.proxmoxmcp.server.approval.Approvals;
import io.github.proxmoxmcp.server.approval.Assertion;
import io.github.proxmoxmcp.server.approval.PageOrigin;
import io.github.proxmoxmcp.server.approval.Passkeys;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.guard.PlanDecisions;
import io.github.proxmoxmcp.server.guard.PlanText;
import io.github.proxmoxmcp.server.guard.Plans;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.PageFailure;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// One plan: what it would do, word by word as the terminal shows it, and a person's yes or no. The yes is what a
/// device signed with a passkey over this plan's hash, and nothing else that is sent here.
public final class PlanRoom implements Room {

    private final HttpSettings settings;
    private final Supplier<Backend> backend;
    private final PolicySettings policy;
    private final Passkeys passkeys;
    private final InstantSource clock;

    public PlanRoom(
            HttpSettings settings,
            Supplier<Backend> backend,
            PolicySettings policy,
            Passkeys passkeys,
            InstantSource clock) {
        this.settings = settings;
        this.backend = backend;
        this.policy = policy;
        this.passkeys = passkeys;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/plans/{id}";
    }

    @Override
    public String title() {
        return "Plan";
    }

    @Override
    public PageAnswer show(Visit visit) {
        Plan plan = store().plans()
                .get(visit.variable("id"))
                .orElseThrow(
                        () -> new PageFailure(404, "There is no plan of this id. The room Plans shows the latest."));
        PlanView view = view(visit, plan);
        return new PageAnswer.Shown(
                view.row().summary(), (out, frame) -> JteplanGenerated.render(out, null, frame, view));
    }

    private PlanView view(Visit visit, Plan plan) {
        Instant now = clock.instant();
        boolean open = plan.status() == Plan.Status.OPEN && now.isBefore(plan.expiresAt());
        Approvals approvals = Approvals.of(store(), policy, plan.id(), plan.hash());
        PasskeyPlace place = PasskeyPlace.of(settings, visit);
        return new PlanView(
                PlansRoom.row(plan, now),
                open,
                explanation(plan, now, approvals),
                PlansRoom.isWaiting(plan, now) ? PlanDecisions.drift(backend.get(), plan) : Optional.empty(),
                plan.hash(),
                PlanText.lines(Plans.action(plan)),
                Printable.spelled(approvals.names()),
                plan.result().map(Printable::spelled),
                Passkeys.challenge(plan),
                open && place.problem().isEmpty()
                        ? place.with(passkeys.good(PasskeyPlace.required(settings, visit)))
                        : place);
    }

    private String explanation(Plan plan, Instant now, Approvals approvals) {
        boolean late = !now.isBefore(plan.expiresAt());
        return switch (plan.status()) {
            case OPEN, APPROVED ->
                late
                        ? "It was not applied in time, so nothing was done, and it can no longer be."
                        : plan.status() == Plan.Status.APPROVED
                                ? "Nothing is done yet: now the assistant applies it (apply_plan plan=" + plan.id()
                                        + ")."
                                : waits(plan, approvals);
            case DENIED ->
                "It was denied by " + Printable.spelled(plan.decidedBy().orElse("somebody")) + "; nothing was done.";
            case CLAIMED -> "It is being carried out, or how it ended is not known yet.";
            case DONE -> "It is done.";
            case FAILED -> "It was begun and did not succeed.";
        };
    }

    private String waits(Plan plan, Approvals approvals) {
        if (!PlanDecisions.isAsked(policy, plan)) {
            return "It takes nobody's yes: the assistant can apply it (apply_plan plan=" + plan.id() + ").";
        }
        if (PlanDecisions.people(policy, plan) == 1) {
            return "It waits for a person's yes.";
        }
        return approvals.given().isEmpty()
                ? "It waits for the yes of two people."
                : "It waits for the yes of a second person, whose key or passkey rests on another operator's key.";
    }

    @Override
    public PageAnswer submit(Visit visit) {
        String action = visit.form().get("action").orElse("");
        switch (action) {
            case "approve" -> approve(visit);
            case "deny" -> deny(visit);
            default -> throw new PageFailure(400, "The form says neither approve nor deny. Open the plan again.");
        }
        return new PageAnswer.Elsewhere(visit.path());
    }

    private void approve(Visit visit) {
        Instant now = clock.instant();
        PageOrigin origin = PasskeyPlace.required(settings, visit);
        Plan plan = PlanDecisions.open(store(), visit.variable("id"), now);
        PlanApproval approval;
        try {
            approval = passkeys.approval(
                    plan,
                    origin,
                    new Assertion(
                            field(visit, "credential"),
                            field(visit, "authenticator_data"),
                            field(visit, "client_data"),
                            field(visit, "signature")));
        } catch (Refused e) {
            PlanDecisions.refused(
                    store(), plan, visit.visitor().principal().name(), String.valueOf(e.getMessage()), now);
            throw e;
        }
        Optional<String> _ = PlanDecisions.approve(store(), policy, plan, approval, now);
    }

    /// It takes no key, and whoever could have had it planned can.
    private void deny(Visit visit) {
        Instant now = clock.instant();
        Plan plan = PlanDecisions.open(store(), visit.variable("id"), now);
        if (!visit.visitor().principal().access().includes(PlanDecisions.access(plan))) {
            throw new Refused(
                    "no_access",
                    "to deny this plan takes the access that its calls take; a person at the terminal can do it with"
                            + " 'proxmox-mcp deny " + plan.id() + "'");
        }
        PlanDecisions.deny(store(), plan.id(), visit.visitor().principal().name() + " on the page", now);
    }

    private static String field(Visit visit, String name) {
        return visit.form().get(name).orElse("");
    }

    private Store store() {
        return backend.get().store();
    }
}
