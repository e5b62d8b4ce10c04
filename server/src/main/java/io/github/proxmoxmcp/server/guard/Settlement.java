package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.tasks.TaskStatus;
import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.concurrent.RepeatingTask;
import io.github.proxmoxmcp.server.guard.StepResult.State;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out what became of plans that were begun and whose end nobody wrote: the process was killed, the disk was
/// full, the answer could not be read, or the waiting ended first. It asks the cluster, and sends nothing.
public final class Settlement implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private static final Duration BETWEEN = Duration.ofSeconds(5);

    /// A task that is not there by then is not coming.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Store store;
    private final List<Cluster> clusters;
    private final InstantSource clock;
    private final String holder;
    private final Audit audit;
    private final LostAnswers lost;
    private final RepeatingTask task;

    /// @param holder names this process
    /// @param tally counts what becomes of writes
    public Settlement(Store store, List<Cluster> clusters, InstantSource clock, String holder, WriteCounters tally) {
        this.store = store;
        this.clusters = List.copyOf(clusters);
        this.clock = clock;
        this.holder = "settlement " + holder;
        this.audit = new Audit(clock, tally);
        this.lost = new LostAnswers(clock, Thread::sleep);
        this.task = new RepeatingTask("settlement", Duration.ZERO, BETWEEN, this::settleWhatCanBe);
    }

    /// Begins at once: what the process before left behind is the first thing that people ask about.
    public void start() {
        task.start();
    }

    private void settleWhatCanBe() {
        try {
            settle();
        } catch (RuntimeException e) {
            // The outer edge: the store may be locked or full; there is always a next time.
            LOG.warn("what became of plans could not be written down: {}", e.getMessage());
        }
    }

    /// Looks once at every plan that was begun and has no end.
    void settle() {
        for (Cluster cluster : clusters) {
            for (Plan plan : store.plans().claimed(cluster.name())) {
                Optional<PlanLease> lease = PlanLease.take(store, plan.id(), holder, clock);
                if (lease.isEmpty()) {
                    // Somebody is at work on it.
                    continue;
                }
                try {
                    settle(cluster, plan);
                } catch (ProxmoxException | Refused e) {
                    LOG.debug("plan {} cannot be settled yet: {}", plan.id(), e.getMessage());
                } finally {
                    lease.get().release();
                }
            }
        }
    }

    private void settle(Cluster cluster, Plan plan) {
        List<AuditEntry> entries = store.audit().ofPlan(plan.id());
        Optional<AuditEntry> intent = entries.stream()
                .filter(entry -> entry.outcome().equals(Audit.INTENT))
                .findFirst();
        Optional<String> last = intent.flatMap(begun -> entries.stream()
                .filter(entry -> entry.seq() > begun.seq())
                .map(AuditEntry::outcome)
                .reduce((_, later) -> later));
        Action action = Plans.action(plan);
        if (intent.isEmpty()) {
            // Nothing is sent before it is written down that it will be.
            end(plan, action, plan.principal(), last, notSent(action));
        } else if (last.filter(Audit::isEnd).isPresent()) {
            store.plans().finish(plan.id(), last.get().equals(Audit.DONE), "[]", clock.instant());
        } else {
            found(cluster, action, intent.get().at())
                    .ifPresent(results -> end(plan, action, intent.get().principal(), last, results));
        }
    }

    private static List<StepResult> notSent(Action action) {
        return action.steps().stream()
                .map(step -> StepResult.of(step, State.NOT_DONE, "the server ended before it was sent"))
                .toList();
    }

    /// What the cluster tells of each step; absent while something of it may still come.
    private Optional<List<StepResult>> found(Cluster cluster, Action action, Instant begun) {
        List<StepResult> results = new ArrayList<>();
        // Of steps side by side, those of another lane may have been sent after one failed.
        Set<Optional<String>> ended = new HashSet<>();
        for (Step step : action.steps()) {
            boolean sent = step.lane().isPresent() ? !ended.contains(step.lane()) : ended.isEmpty();
            StepResult result = sent && !ended.contains(Optional.<String>empty())
                    ? found(cluster, step, begun)
                    : StepResult.of(step, State.NOT_DONE, "");
            if (result.state() == State.RUNNING) {
                return Optional.empty();
            }
            if (!result.state().succeeded()) {
                ended.add(step.lane());
            }
            results.add(result);
        }
        boolean open = results.stream().anyMatch(result -> result.state() == State.UNKNOWN);
        return open && clock.instant().isBefore(begun.plus(PATIENCE)) ? Optional.empty() : Optional.of(results);
    }

    private StepResult found(Cluster cluster, Step step, Instant begun) {
        return switch (lost.look(cluster.api(), cluster.user(), step, begun)) {
            case LostAnswers.Found.Task(Upid upid) -> {
                // Of what only asks the HA manager the real task counts.
                TaskStatus status = cluster.api()
                        .taskWaiter()
                        .await(upid, clock.instant(), _ -> {})
                        .status();
                yield new StepResult(
                        step,
                        Sender.state(status.outcome()),
                        Optional.of(status.upid()),
                        status.exitStatus().map(UntrustedText::marked),
                        List.of());
            }
            case LostAnswers.Found.Applied _ ->
                new StepResult(step, State.OK, Optional.empty(), Optional.empty(), List.of());
            case LostAnswers.Found.Nothing _ -> StepResult.of(step, State.UNKNOWN, "no trace of it was found");
        };
    }

    private void end(Plan plan, Action action, String principal, Optional<String> last, List<StepResult> results) {
        String outcome = Audit.outcome(results);
        if (last.filter(outcome::equals).isEmpty()) {
            Caller caller = new Caller(
                    "settled later, from the cluster's tasks",
                    principal,
                    principal,
                    Access.READ,
                    Scope.NONE,
                    (_, _, _) -> {},
                    (_, _) -> Caller.Human.Reply.UNSUPPORTED);
            audit.result(store, action, caller, plan.id(), results);
        }
        store.plans().finish(plan.id(), outcome.equals(Audit.DONE), Outcomes.lines(results), clock.instant());
    }

    @Override
    public void close() {
        task.close();
    }
}
