package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.Sleeper;
import io.github.proxmoxmcp.client.qemu.QemuAgentApi.ExecQuery;
import io.github.proxmoxmcp.client.qemu.QemuAgentApi.ExecStatus;
import io.github.proxmoxmcp.server.guard.StepResult.State;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Waits for a command that was started in a guest: the agent has no tasks, only a pid to ask about.
final class AgentRuns {

    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int MAX_OUTPUT_CHARACTERS = 8_000;

    private final InstantSource clock;
    private final Sleeper sleeper;

    AgentRuns(InstantSource clock, Sleeper sleeper) {
        this.clock = clock;
        this.sleeper = sleeper;
    }

    static boolean starts(Step step) {
        return step.path().endsWith("/agent/exec");
    }

    StepResult follow(Sender.Account account, Step step, int pid, Sender.Bounds bounds) {
        List<String> path = step.segments();
        String node = path.get(1);
        int vmid = Integer.parseInt(path.get(3));
        try {
            while (true) {
                ExecStatus status = account.api().qemuAgent().execStatus(node, vmid, new ExecQuery(pid));
                if (status.exited()) {
                    return ended(step, status);
                }
                boolean enough =
                        bounds.cancelled().getAsBoolean() || !clock.instant().isBefore(bounds.deadline());
                if (enough || !slept()) {
                    return result(
                            step,
                            State.RUNNING,
                            "it still runs in the guest as process " + pid
                                    + "; Proxmox can neither stop it nor tell its output later through this tool",
                            List.of());
                }
            }
        } catch (ProxmoxException e) {
            return result(
                    step,
                    State.UNKNOWN,
                    "it was started as process " + pid + ", but how it went could not be read: " + e.getMessage(),
                    List.of());
        }
    }

    private static StepResult ended(Step step, ExecStatus status) {
        boolean well = status.exitcode().filter(code -> code == 0).isPresent();
        String how = status.exitcode()
                .map(code -> "exit code " + code)
                .orElseGet(() -> status.signal()
                        .map(signal -> "ended by signal " + signal)
                        .orElse("ended"));
        List<String> output = new ArrayList<>();
        status.outData().ifPresent(text -> output.add(cut(text)));
        status.errData().ifPresent(text -> output.add("standard error: " + cut(text)));
        if (status.outTruncated().orElse(false) || status.errTruncated().orElse(false)) {
            output.add("(the agent itself cut the output)");
        }
        return result(step, well ? State.OK : State.FAILED, how, output);
    }

    private static StepResult result(Step step, State state, String how, List<String> output) {
        return new StepResult(step, state, Optional.empty(), Optional.of(how), output);
    }

    private static String cut(String text) {
        return text.length() <= MAX_OUTPUT_CHARACTERS
                ? text
                : text.substring(0, MAX_OUTPUT_CHARACTERS) + "\n(cut: " + text.length() + " characters in all)";
    }

    private boolean slept() {
        try {
            sleeper.sleep(PAUSE);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
