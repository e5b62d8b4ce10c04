package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.DESTRUCTIVE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.client.qemu.QemuAgentApi.ExecRequest;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.config.RunSettings;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Assumption.Fact;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.List;
import java.util.Optional;

/// Commands inside guests, through the guest agent: only in those that the configuration names.
public final class RunTools {

    private final Readings readings;
    private final Guard guard;
    private final RunSettings allowed;

    public RunTools(Readings readings, Guard guard, RunSettings allowed) {
        this.readings = readings;
        this.guard = guard;
        this.allowed = allowed;
    }

    /// Arguments of `run_in_guest`.
    record Run(
            Optional<ClusterName> cluster,
            GuestRef guest,
            @Describe("program and arguments; no shell") List<String> command,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "run_in_guest",
            title = "Run a command in a VM",
            description =
                    "Runs a program in a VM through its guest agent, where the configuration allows it. A human must"
                            + " approve.",
            effect = DESTRUCTIVE,
            needs = {GUESTS, "VM.GuestAgent.Unrestricted|VM.Monitor /vms"})
    Answer<Outcome> run(Run request, ToolCall tool) {
        if (request.command().isEmpty() || request.command().getFirst().isBlank()) {
            throw new ToolException.BadArgument("'command' is a list: the program first, then its arguments");
        }
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        allowed.require(guest.vmid(), guest.tags(), "guest " + guest.label());
        guest.requireNoTemplate("it never runs; clone_guest makes a guest of it that does");
        if (guest.isContainer()) {
            throw new Refused(
                    "container",
                    "guest " + guest.label() + " is a container: Proxmox has no way to run a"
                            + " command in it through its API");
        }
        if (!guest.status().equals("running")) {
            throw new Refused(
                    "not_running",
                    "guest " + guest.label() + " is " + UntrustedText.marked(guest.status()) + "; start it first");
        }
        String what = "run " + UntrustedText.line(String.join(" ", request.command())) + " in guest " + guest.label();
        return guard.submit(
                Action.of(tool, reading.cluster().name(), what)
                        .on(guest, Fact.STATUS)
                        .then(Step.of(
                                plan -> plan.qemuAgent()
                                        .exec(
                                                guest.node(),
                                                guest.vmid(),
                                                new ExecRequest(request.command(), Optional.empty())),
                                what)),
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }
}
