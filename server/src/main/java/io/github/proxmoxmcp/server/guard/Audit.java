package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Names;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Writes down what is about to be done, what became of it, and what was refused.
///
/// The body of an entry is JSON: `vmids`, `client`, `summary`, `calls`, then `upids` and `steps` of what was done, or
/// `reason` of what was not. Steps hold no secret (the guard refuses them), so neither do entries.
final class Audit {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// The outcome of an entry that is written before anything is sent.
    static final String INTENT = "intent";

    static final String DONE = "done";

    /// After these nothing more comes; `running` and `unknown` are settled later.
    private static final Set<String> ENDS = Set.of(DONE, "failed", "not_done");

    private final InstantSource clock;
    private final WriteCounters tally;

    Audit(InstantSource clock, WriteCounters tally) {
        this.clock = clock;
        this.tally = tally;
    }

    void intent(Store store, Action action, Caller caller, String plan, String approvedBy) {
        Map<String, Object> body = body(action, caller);
        body.put("calls", action.steps().stream().map(Step::toString).toList());
        body.put("approved_by", approvedBy);
        tally.approval(approvedBy);
        append(store, action, caller, INTENT, Optional.of(plan), body);
    }

    static boolean isEnd(String outcome) {
        return ENDS.contains(outcome);
    }

    /// What becomes of an action, in one word.
    static String outcome(List<StepResult> results) {
        StepResult.State decided = Outcomes.last(results).state();
        return decided.succeeded() ? DONE : Names.snake(decided.name());
    }

    void result(Store store, Action action, Caller caller, String plan, List<StepResult> results) {
        Map<String, Object> body = body(action, caller);
        body.put(
                "upids",
                results.stream()
                        .flatMap(result -> result.upid().stream())
                        .map(Upid::text)
                        .toList());
        body.put(
                "steps",
                results.stream()
                        .map(result -> result.step() + ": "
                                + Names.snake(result.state().name())
                                + result.exitStatus()
                                        .map(text -> " (" + text + ")")
                                        .orElse(""))
                        .toList());
        append(store, action, caller, outcome(results), Optional.of(plan), body);
    }

    /// Nothing was sent.
    void nothing(Store store, Action action, Caller caller, Optional<String> plan, String outcome, String reason) {
        Map<String, Object> body = body(action, caller);
        body.put("calls", action.steps().stream().map(Step::toString).toList());
        body.put("reason", reason);
        append(store, action, caller, outcome, plan, body);
    }

    private static Map<String, Object> body(Action action, Caller caller) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "vmids",
                Targets.of(action)
                        .filter(Target::isGuest)
                        .map(target -> Integer.valueOf(target.id()))
                        .distinct()
                        .toList());
        body.put("client", caller.client());
        body.put("summary", action.summary());
        return body;
    }

    private void append(
            Store store,
            Action action,
            Caller caller,
            String outcome,
            Optional<String> plan,
            Map<String, Object> body) {
        tally.outcome(outcome);
        store.audit()
                .append(
                        clock.instant(),
                        action.cluster(),
                        caller.principal(),
                        action.tool(),
                        outcome,
                        plan,
                        JSON.writeValueAsString(body));
    }
}
