package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.cluster.GuestFinder;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.config.PolicySettings.Need;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The one way of every write, whatever tool it comes from: secrets, access, freeze, scope, plan, approval, audit,
/// sending, waiting, and recording the result.
public final class Guard {

    private final Readings readings;
    private final PolicySettings policy;
    private final Access access;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Audit audit;
    private final Execution execution;
    private final Approval approval;

    /// @param access the server's own level: no caller has more
    /// @param random makes the ids of plans, so it must not be one that can be foretold
    /// @param tally counts what becomes of writes
    /// @param underWay keeps what goes on after its caller was answered
    public Guard(
            Readings readings,
            PolicySettings policy,
            Access access,
            InstantSource clock,
            RandomGenerator random,
            WriteCounters tally,
            WorkUnderWay underWay) {
        this.readings = readings;
        this.policy = policy;
        this.access = access;
        this.clock = clock;
        this.random = random;
        this.audit = new Audit(clock, tally);
        this.execution = new Execution(readings, clock, audit, underWay);
        this.approval = new Approval(policy, clock);
    }

    /// A guest as the cluster shows it now, by vmid or name: what a plan is made on.
    ///
    /// @throws ToolException.NotFound when there is none, or several
    public LiveGuest look(Reading reading, GuestRef ref) {
        GuestState known = GuestFinder.find(reading, ref);
        return look(reading.cluster(), known.guest().vmid());
    }

    /// @throws ToolException.NotFound when there is none
    public LiveGuest look(Cluster cluster, int vmid) {
        return LiveGuests.read(cluster.api(), vmid)
                .orElseThrow(
                        () -> new ToolException.NotFound("Guest " + vmid + " does not exist (any more) in cluster '"
                                + cluster.name() + "', or the server's token may not see it."));
    }

    /// Does what the action says, or plans it, or refuses it: whatever the configuration wants.
    ///
    /// @throws Refused when it may not be done; nothing was sent then
    /// @throws ToolException.Failed when it was done and did not succeed
    public Answer<Outcome> submit(Action wanted, RunOptions wish, Caller caller) {
        Store store = readings.store();
        Ruling ruling = judged(wanted, caller, Optional.empty());
        Action action = ruling.told(wanted);
        Plan plan = Plans.add(store, action, caller.owner(), clock.instant(), policy.planLife(), random);
        if (wish.planOnly()) {
            boolean free = approval.need(ruling, action) == Need.NONE;
            audit.nothing(store, action, caller, Optional.of(plan.id()), "planned", "only the plan was asked for");
            return Outcomes.planned(
                    plan, action, free ? "planned" : "needs_approval", approval.next(store, plan, ruling, action));
        }
        return carryOut(plan, action, ruling, wish, caller);
    }

    /// What the action takes, if it may be done at all: by its form, by its caller, and by a look at the cluster.
    private Ruling judged(Action action, Caller caller, Optional<String> plan) {
        UnambiguousCalls.require(action);
        SecretCheck.require(action);
        Cluster cluster = readings.cluster(Optional.of(new ClusterName(action.cluster())));
        return refusing(action, caller, plan, () -> {
            requireAccess(Severity.of(action), action, caller);
            requireUndoable(action);
            Freeze.require(readings.store(), cluster.name());
            Ruling ruling = Ruling.of(
                    action,
                    caller,
                    cluster,
                    policy,
                    readings.store().accessTokens().list());
            requireAccess(ruling.effect(), action, caller);
            return ruling;
        });
    }

    /// Applies a plan that was made before, once, by whoever made it.
    public Answer<Outcome> apply(String id, Duration patience, Caller caller) {
        Plan plan = own(id, caller);
        Action action = Plans.action(plan);
        refusing(action, caller, Optional.of(id), () -> requireAlive(plan));
        Ruling ruling = judged(action, caller, Optional.of(id));
        return carryOut(plan, action, ruling, new RunOptions(false, patience), caller);
    }

    /// A plan as it stands.
    public Answer<Outcome> show(String id, Caller caller) {
        Plan plan = own(id, caller);
        Action action = Plans.action(plan);
        return Outcomes.shown(
                plan, action, approval.next(readings.store(), plan, Ruling.written(action), action), clock.instant());
    }

    private Plan own(String id, Caller caller) {
        return readings.store()
                .plans()
                .get(id)
                .filter(plan -> plan.principal().equals(caller.owner()))
                .orElseThrow(() -> new ToolException.NotFound("There is no plan '" + UntrustedText.line(id)
                        + "' of yours; plans are made by the tools that act, with dry_run=true or when they"
                        + " need approval."));
    }

    /// @param ruling of this moment: it is made once more only if somebody had to be asked
    private Answer<Outcome> carryOut(Plan plan, Action action, Ruling ruling, RunOptions wish, Caller caller) {
        Cluster cluster = readings.cluster(Optional.of(new ClusterName(plan.cluster())));
        Store store = readings.store();
        Optional<String> id = Optional.of(plan.id());
        Approval.Verdict verdict = refusing(action, caller, id, () -> approval.of(store, plan, action, ruling, caller));
        return switch (verdict) {
            case Approval.Verdict.Missing(String next) -> {
                audit.nothing(store, action, caller, id, "unapproved", next);
                yield Outcomes.planned(plan, action, "needs_approval", next);
            }
            case Approval.Verdict.Given(String by, boolean approvedOnly, boolean asked) -> {
                Ruling now = asked ? judged(action, caller, id) : ruling;
                PlanLease lease = refusing(action, caller, id, () -> {
                    requireSameNeed(action, ruling, now);
                    return claim(store, plan, approvedOnly);
                });
                yield execution.run(cluster, new Execution.Claimed(plan, action, by, lease), wish.patience(), caller);
            }
        };
    }

    /// A yes is to what was asked about.
    private void requireSameNeed(Action action, Ruling asked, Ruling now) {
        if (approval.need(asked, action) != approval.need(now, action)) {
            throw new Refused(
                    "plan_drifted",
                    "nothing was done, because it needs another approval than when this was planned: "
                            + String.join("; ", now.reasons()));
        }
    }

    /// Once and never again, whatever the store says of its status: what the audit has begun is begun.
    private PlanLease claim(Store store, Plan plan, boolean approvedOnly) {
        if (store.audit().ofPlan(plan.id()).stream()
                .anyMatch(entry -> entry.outcome().equals(Audit.INTENT))) {
            throw new Refused(
                    "plan_used", "plan " + plan.id() + " was begun before, as the audit says; a plan is used once");
        }
        Optional<PlanLease> lease = PlanLease.take(store, plan.id(), Long.toHexString(random.nextLong()), clock)
                .filter(ours -> {
                    boolean claimed = store.plans().claim(plan.id(), plan.hash(), approvedOnly, clock.instant());
                    if (!claimed) {
                        ours.release();
                    }
                    return claimed;
                });
        return lease.orElseThrow(() -> new Refused(
                "plan_taken",
                "plan " + plan.id() + " was applied, was denied or has expired in the meantime; nothing was done"));
    }

    private void requireAlive(Plan plan) {
        Instant now = clock.instant();
        switch (plan.status()) {
            case OPEN, APPROVED -> {
                if (!now.isBefore(plan.expiresAt())) {
                    throw new Refused(
                            "plan_expired",
                            "plan " + plan.id() + " expired at " + plan.expiresAt() + "; plan it again");
                }
            }
            case DENIED ->
                throw new Refused(
                        "denied",
                        "plan " + plan.id() + " was denied by "
                                + plan.decidedBy().map(UntrustedText::marked).orElse("somebody"));
            case CLAIMED, DONE, FAILED ->
                throw new Refused("plan_used", "plan " + plan.id() + " was applied already; a plan is used once");
        }
    }

    private void requireAccess(Effect effect, Action action, Caller caller) {
        if (!access.includes(effect.access()) || !caller.access().includes(effect.access())) {
            throw new Refused(
                    "no_access",
                    action.summary() + " needs access '"
                            + effect.access().name().toLowerCase(Locale.ROOT)
                            + "'. Only the owner of the server can give it");
        }
    }

    private void requireUndoable(Action action) {
        if (policy.undoableOnly() && action.undo().isEmpty()) {
            throw new Refused(
                    "not_undoable",
                    action.summary() + " cannot be undone, and the server's configuration (approval.undoable_only)"
                            + " allows only what can; its owner can lift that");
        }
    }

    private void refusing(Action action, Caller caller, Optional<String> plan, Runnable check) {
        refusing(action, caller, plan, () -> {
            check.run();
            return true;
        });
    }

    /// Runs checks; a refusal is written down before it is told.
    private <T> T refusing(Action action, Caller caller, Optional<String> plan, Supplier<T> check) {
        try {
            return check.get();
        } catch (Refused e) {
            audit.nothing(readings.store(), action, caller, plan, "refused", String.valueOf(e.getMessage()));
            throw e;
        }
    }
}
