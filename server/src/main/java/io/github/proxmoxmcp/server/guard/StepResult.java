package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.server.tool.Names;
import java.util.List;
import java.util.Optional;

/// The result of a step.
///
/// @param exitStatus Proxmox's own words on the task, or on why it did not begin
/// @param tail the last lines of the task's log
record StepResult(Step step, State state, Optional<Upid> upid, Optional<String> exitStatus, List<String> tail) {

    enum State {
        OK,
        WARNINGS,
        FAILED,
        /// It had not ended when the waiting was over.
        RUNNING,
        /// It was sent, and nobody knows whether it was taken.
        UNKNOWN,
        /// It was never sent.
        NOT_DONE;

        boolean succeeded() {
            return this == OK || this == WARNINGS;
        }
    }

    static StepResult of(Step step, State state, String text) {
        return new StepResult(step, state, Optional.empty(), Optional.of(text), List.of());
    }

    /// `stop web01: ok, UPID:…`
    String line() {
        return step.what() + ": " + (state == State.NOT_DONE ? "not done" : Names.snake(state.name()))
                + upid.map(task -> ", " + task.text()).orElse("");
    }
}
