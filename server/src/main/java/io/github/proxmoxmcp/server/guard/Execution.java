package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.TaskProgress;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out a claimed plan: audit before and after, sending, and a look at the cluster afterwards.
final class Execution {

    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    /// How long the end of what was stopped is waited for.
    private static final Duration TO_THE_END = Duration.ofSeconds(15);

    /// How long the cluster may take to tell how a task stands that was waited for long enough.
    private static final Duration LAST_LOOK = Duration.ofSeconds(7);

    /// Whole nodes and jobs take hours.
    private static final Duration MAX_DURATION = Duration.ofDays(2);

    private final Readings readings;
    private final InstantSource clock;
    private final Audit audit;
    private final WorkUnderWay underWay;
    private final Sender sender;

    Execution(Readings readings, InstantSource clock, Audit audit, WorkUnderWay underWay) {
        this.readings = readings;
        this.clock = clock;
        this.audit = audit;
        this.underWay = underWay;
        this.sender = new Sender(clock, new LostAnswers(clock, Thread::sleep), new AgentRuns(clock, Thread::sleep));
    }

    /// A plan that is ours to carry out.
    ///
    /// @param by who said yes to it
    record Claimed(Plan plan, Action action, String by, PlanLease lease) {}

    /// The steps as they go.
    ///
    /// @param cancelled whether whoever waits has given up
    /// @param handedOver whether whoever waited was answered before the end
    private record Work(StepsSoFar steps, AtomicBoolean cancelled, AtomicBoolean handedOver) {}

    /// On a thread of its own, so that a call that is cancelled can still stop its task and write down what was done,
    /// and what takes longer than the caller waits can go on.
    Answer<Outcome> run(Cluster cluster, Claimed claimed, Duration patience, Caller caller) {
        List<Step> steps = claimed.action().steps();
        Work work = new Work(new StepsSoFar(steps), new AtomicBoolean(), new AtomicBoolean());
        boolean one = steps.size() == 1;
        CompletableFuture<Answer<Outcome>> running = new CompletableFuture<>();
        Thread.ofVirtual().name("plan-" + claimed.plan().id()).start(() -> {
            try {
                // The task of a single step goes on without us.
                running.complete(carryOut(cluster, claimed, one ? patience : MAX_DURATION, caller, work));
            } catch (RuntimeException e) {
                running.completeExceptionally(e);
            } finally {
                claimed.lease().release();
            }
        });
        try {
            // Where the process ends, the task's name is told while somebody can still be told anything.
            CompletableFuture.anyOf(
                            running, underWay.ending().thenCombine(work.steps().task(), (_, _) -> true))
                    .get((one ? patience.plus(LAST_LOOK) : patience).toMillis(), TimeUnit.MILLISECONDS);
            return running.isDone() ? running.get() : handedOver(claimed, work, running);
        } catch (TimeoutException _) {
            return handedOver(claimed, work, running);
        } catch (InterruptedException _) {
            work.cancelled().set(true);
            String ended = ended(running);
            Thread.currentThread().interrupt();
            throw new Refused("cancelled", "the call was cancelled" + ended);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
    }

    private Answer<Outcome> handedOver(Claimed claimed, Work work, CompletableFuture<Answer<Outcome>> running) {
        work.handedOver().set(true);
        underWay.add(running);
        return Outcomes.underWay(claimed.plan(), claimed.action(), work.steps());
    }

    /// Who gave up is told how it ended, and nothing else of this process ends before that is in the audit.
    private static String ended(CompletableFuture<Answer<Outcome>> running) {
        try {
            Outcome outcome =
                    running.get(TO_THE_END.toSeconds(), TimeUnit.SECONDS).body();
            return ": " + outcome.summary() + ": " + outcome.state();
        } catch (ExecutionException e) {
            return ": "
                    + Optional.ofNullable(e.getCause())
                            .map(Throwable::getMessage)
                            .orElse("it failed");
        } catch (InterruptedException | TimeoutException _) {
            return "; what was done by then is in the audit";
        }
    }

    private Answer<Outcome> carryOut(Cluster cluster, Claimed claimed, Duration patience, Caller caller, Work work) {
        Store store = readings.store();
        Plan plan = claimed.plan();
        Action action = claimed.action();
        audit.intent(store, action, caller, plan.id(), claimed.by());
        TaskProgress progress = new TaskProgress(caller.progress(), clock);
        List<StepResult> results = sender.send(
                new Sender.Account(cluster.api(), cluster.user()),
                action.steps(),
                new Sender.Bounds(
                        clock.instant().plus(patience),
                        _ -> {
                            underWay.requireStaying();
                            Freeze.require(store, cluster.name());
                            requireOurs(store, plan, claimed.lease());
                        },
                        line -> {
                            if (!work.handedOver().get()) {
                                progress.line(line);
                            }
                        },
                        result -> took(store, plan, work.steps(), result),
                        () -> {
                            if (work.handedOver().get()) {
                                underWay.requireStaying();
                            } else {
                                progress.waiting();
                            }
                            claimed.lease().keep();
                            return work.cancelled().get();
                        }));
        Reading after;
        try {
            written(store, plan, action, caller, results);
            cluster.sync().acted(action.steps().stream().map(Step::segments).toList());
            // Through the same path as every observation, so that the memory learns what was done.
            after = readings.now(Optional.of(new ClusterName(cluster.name())), Optional.of(new Fresh(true)));
        } catch (RuntimeException e) {
            LOG.error("after plan {} was carried out", plan.id(), e);
            throw Outcomes.unwritten(action, results, e);
        }
        return Outcomes.done(plan, action, results, after);
    }

    /// Kept for whoever asks meanwhile, at whichever replica.
    private static void took(Store store, Plan plan, StepsSoFar steps, StepResult result) {
        steps.took(result);
        try {
            store.plans().progress(plan.id(), Outcomes.json(steps.lines()));
        } catch (StoreException e) {
            LOG.debug("how far plan {} is could not be kept: {}", plan.id(), e.getMessage());
        }
    }

    /// A plan of which more will be known is not ended: it is settled later.
    private void written(Store store, Plan plan, Action action, Caller caller, List<StepResult> results) {
        audit.result(store, action, caller, plan.id(), results);
        String outcome = Audit.outcome(results);
        if (Audit.isEnd(outcome)) {
            store.plans().finish(plan.id(), outcome.equals(Audit.DONE), Outcomes.lines(results), clock.instant());
        }
    }

    /// Refuses when the lease has ended meanwhile: the plan is then settled by another process.
    private static void requireOurs(Store store, Plan plan, PlanLease lease) {
        boolean ours = lease.renew()
                && store.plans()
                        .get(plan.id())
                        .filter(now -> now.status() == Plan.Status.CLAIMED)
                        .isPresent();
        if (!ours) {
            throw new Refused("plan_taken", "plan " + plan.id() + " was settled by another process in the meantime");
        }
    }
}
