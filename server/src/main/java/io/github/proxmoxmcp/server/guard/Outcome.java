package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.tool.Shared;
import io.github.proxmoxmcp.server.tool.Untrusted;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The outcome of a write, or its plan.
///
/// @param state `ok`, `warnings`, `running` (it had not ended when the waiting was over), `planned` (nothing was done),
///     `needs_approval` (nothing was done, a human must allow it)
/// @param summary what it does
/// @param vmid the guest that it is about
/// @param status of that guest afterwards, read from the cluster
/// @param node of that guest afterwards
/// @param upid the last task
/// @param plan its id
/// @param expires when a plan that was not applied is worth nothing any more
/// @param steps the calls in order, each with what became of it
/// @param undo how it can be undone
/// @param next what to do next
@Shared({})
public record Outcome(
        String state,
        String summary,
        Optional<Integer> vmid,
        @Untrusted Optional<String> status,
        @Untrusted Optional<String> node,
        Optional<String> upid,
        Optional<String> exitStatus,
        Optional<UntrustedText> logTail,
        Optional<String> plan,
        Optional<Instant> expires,
        Optional<List<String>> steps,
        Optional<List<String>> dependents,
        Optional<List<String>> losses,
        Optional<String> undo,
        Optional<String> next) {

    /// This outcome with another `next`.
    public Outcome withNext(String text) {
        return new Outcome(
                state,
                summary,
                vmid,
                status,
                node,
                upid,
                exitStatus,
                logTail,
                plan,
                expires,
                steps,
                dependents,
                losses,
                undo,
                Optional.of(text));
    }
}
