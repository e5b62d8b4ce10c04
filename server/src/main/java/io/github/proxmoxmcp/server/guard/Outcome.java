package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.tool.Flattened;
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
/// @param next what to do next
@Shared({})
public record Outcome(
        String state,
        String summary,
        Optional<Integer> vmid,
        @Flattened After after,
        @Flattened LastTask task,
        @Flattened Planned planned,
        Optional<String> next) {

    /// The guest afterwards, read from the cluster.
    public record After(
            @Untrusted Optional<String> status, @Untrusted Optional<String> node) {

        static final After UNREAD = new After(Optional.empty(), Optional.empty());
    }

    /// The task of the step that decided.
    public record LastTask(Optional<String> upid, Optional<String> exitStatus, Optional<UntrustedText> logTail) {

        static final LastTask NONE = new LastTask(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// What was planned.
    ///
    /// @param plan its id
    /// @param expires when a plan that was not applied is worth nothing any more
    /// @param steps the calls in order, each with what became of it
    /// @param undo how it can be undone
    public record Planned(
            Optional<String> plan,
            Optional<Instant> expires,
            Optional<List<String>> steps,
            Optional<List<String>> dependents,
            Optional<List<String>> losses,
            Optional<String> undo) {}

    /// This outcome with another `next`.
    public Outcome withNext(String text) {
        return new Outcome(state, summary, vmid, after, task, planned, Optional.of(text));
    }
}
