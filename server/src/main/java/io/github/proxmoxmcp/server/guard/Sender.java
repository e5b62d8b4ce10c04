package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.TaskWaiter;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.tasks.TaskOutcome;
import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.server.concurrent.Lanes;
import io.github.proxmoxmcp.server.guard.StepResult.State;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Sends the steps of an action, each once, and waits for what they start. The only place of the program that changes a
/// cluster; the guard is the only one that uses it.
final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private static final int TAIL = 10;
    private static final int MAX_ANSWER_CHARACTERS = 200;
    private static final String LOOK = "It was not sent again, and the server looks for it among the cluster's tasks;"
            + " look there too before you repeat it";

    private final InstantSource clock;
    private final LostAnswers lost;
    private final AgentRuns runs;

    Sender(InstantSource clock, LostAnswers lost, AgentRuns runs) {
        this.clock = clock;
        this.lost = lost;
        this.runs = runs;
    }

    /// The API of a cluster and the user that our token acts as.
    record Account(Proxmox api, String user) {}

    /// Limits of the sending.
    ///
    /// @param before throws when a step must not be sent (any more)
    /// @param lines takes what tasks write into their logs
    /// @param news takes each step when its task runs, and when it has ended
    record Bounds(
            Instant deadline,
            Consumer<Step> before,
            Consumer<String> lines,
            Consumer<StepResult> news,
            BooleanSupplier cancelled) {}

    /// One after the other, or side by side where their lanes allow it, until one does not succeed: what is not begun
    /// then is not done.
    List<StepResult> send(Account account, List<Step> steps, Bounds bounds) {
        return new Lanes<>(
                        Step::lane,
                        (Step step) -> told(one(account, step, bounds), bounds),
                        (StepResult result) -> result.state().succeeded(),
                        step -> StepResult.of(step, State.NOT_DONE, ""))
                .run(steps);
    }

    private static StepResult told(StepResult result, Bounds bounds) {
        bounds.news().accept(result);
        return result;
    }

    private StepResult one(Account account, Step step, Bounds bounds) {
        if (bounds.cancelled().getAsBoolean()) {
            return StepResult.of(step, State.NOT_DONE, "the call was cancelled");
        }
        try {
            bounds.before().accept(step);
        } catch (RuntimeException e) {
            return StepResult.of(step, State.NOT_DONE, String.valueOf(e.getMessage()));
        }
        Instant sent = clock.instant();
        try {
            JsonNode answer = account.api().call(step.method(), step.path(), step.parameters());
            return started(account, step, answer, bounds);
        } catch (ProxmoxException e) {
            if (!e.outcomeUnknown()) {
                return StepResult.of(step, State.FAILED, String.valueOf(e.getMessage()));
            }
            return switch (lost.find(account.api(), account.user(), step, sent)) {
                case LostAnswers.Found.Task(Upid upid) -> awaited(account, step, upid, bounds);
                case LostAnswers.Found.Applied _ ->
                    new StepResult(step, State.OK, Optional.empty(), Optional.empty(), List.of());
                case LostAnswers.Found.Nothing(String advice) ->
                    StepResult.of(step, State.UNKNOWN, e.getMessage() + ". " + advice);
            };
        } catch (RuntimeException e) {
            // A fault of ours: what was sent is sent all the same.
            LOG.error("after {} {} was sent", step.method(), step.path(), e);
            return StepResult.of(step, State.UNKNOWN, "the answer could not be dealt with. " + LOOK);
        }
    }

    /// Many calls answer with a task, some of them only if there is something to do: what was answered tells.
    private StepResult started(Account account, Step step, JsonNode answer, Bounds bounds) {
        if (AgentRuns.starts(step)) {
            return runs.follow(account, step, answer.path("pid").asInt(), bounds);
        }
        String text = answer.asString("");
        if (text.startsWith("UPID:") && !Upid.isOne(text)) {
            return StepResult.of(
                    step,
                    State.UNKNOWN,
                    "Proxmox answered with a task that cannot be read, "
                            + UntrustedText.line(text, MAX_ANSWER_CHARACTERS) + ". " + LOOK);
        }
        return Optional.of(text)
                .filter(Upid::isOne)
                .map(Upid::parse)
                .map(task -> awaited(account, step, task, bounds))
                .orElseGet(() -> new StepResult(step, State.OK, Optional.empty(), Optional.empty(), List.of()));
    }

    private static StepResult awaited(Account account, Step step, Upid upid, Bounds bounds) {
        bounds.news().accept(new StepResult(step, State.RUNNING, Optional.of(upid), Optional.empty(), List.of()));
        try {
            TaskWaiter.Result result = account.api()
                    .taskWaiter()
                    .await(upid, bounds.deadline(), line -> bounds.lines().accept(line.text()), bounds.cancelled());
            List<String> tail = result.lastLines();
            return new StepResult(
                    step,
                    state(result.status().outcome()),
                    Optional.of(result.status().upid()),
                    result.status().exitStatus().map(UntrustedText::marked),
                    tail.subList(Math.max(0, tail.size() - TAIL), tail.size()));
        } catch (Refused e) {
            // The task itself goes on; whoever starts next asks the cluster how it ended.
            return new StepResult(
                    step, State.RUNNING, Optional.of(upid), Optional.of(String.valueOf(e.getMessage())), List.of());
        } catch (RuntimeException e) {
            return new StepResult(
                    step,
                    State.UNKNOWN,
                    Optional.of(upid),
                    Optional.of("it was started, but how it went could not be read: " + e.getMessage()),
                    List.of());
        }
    }

    static State state(TaskOutcome outcome) {
        return switch (outcome.kind()) {
            case OK -> State.OK;
            case WARNINGS -> State.WARNINGS;
            case RUNNING -> State.RUNNING;
            case FAILED -> State.FAILED;
            case UNKNOWN -> State.UNKNOWN;
        };
    }
}
