package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.DESTRUCTIVE;
import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.START;

import io.github.proxmoxmcp.client.Planner;
import io.github.proxmoxmcp.client.guest.Power;
import io.github.proxmoxmcp.client.qemu.QemuApi.Suspend;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Assumption.Fact;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.Optional;
import java.util.function.Function;

/// Starting and stopping guests.
public final class PowerTools {

    private final Readings readings;
    private final Guard guard;

    public PowerTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
    }

    /// Power actions that lose nothing.
    enum PowerAction {
        START,
        SHUTDOWN,
        REBOOT,
        SUSPEND,
        RESUME
    }

    /// Arguments of `power_guest`.
    record PowerGuest(
            Optional<ClusterName> cluster,
            GuestRef guest,

            @Describe("shutdown and reboot ask the guest's system; suspend pauses it in memory")
            PowerAction action,

            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "power_guest",
            title = "Start, shut down, reboot, suspend or resume",
            description = "Changes a guest's power state and waits for the outcome.",
            effect = OPERATE,
            needs = {GUESTS, START})
    Answer<Outcome> powerGuest(PowerGuest request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        String what = Names.snake(request.action().name()) + " guest " + guest.label();
        Action action = Action.of(tool, reading.cluster().name(), what + " on " + guest.node())
                .on(guest)
                .then(Step.of(call(request.action(), guest), what));
        return guard.submit(
                undo(request.action()).map(action::undoneBy).orElse(action),
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }

    private static Planner.Planned call(PowerAction action, LiveGuest guest) {
        return switch (action) {
            case START -> plan -> guest.in(plan).start();
            case SHUTDOWN -> plan -> guest.in(plan).shutdown(Power.Shutdown.ORDERLY);
            case REBOOT -> plan -> guest.in(plan).reboot(Power.Reboot.PLAIN);
            case SUSPEND ->
                guest.isContainer()
                        ? plan -> plan.lxc().suspend(guest.node(), guest.vmid())
                        : plan -> plan.qemu().suspend(guest.node(), guest.vmid(), Suspend.PAUSE);
            case RESUME -> plan -> guest.in(plan).resume();
        };
    }

    private static Optional<String> undo(PowerAction action) {
        return switch (action) {
            case START -> Optional.of("power_guest action=shutdown");
            case SHUTDOWN -> Optional.of("power_guest action=start");
            case SUSPEND -> Optional.of("power_guest action=resume");
            case RESUME -> Optional.of("power_guest action=suspend");
            case REBOOT -> Optional.empty();
        };
    }

    /// Arguments of `stop_guest` and `reset_guest`.
    record HardStop(
            Optional<ClusterName> cluster,
            GuestRef guest,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "stop_guest",
            title = "Stop a guest hard",
            description = "Pulls the plug: unsaved work in the guest is lost. power_guest action=shutdown is the gentle"
                    + " way. A human must approve.",
            effect = DESTRUCTIVE,
            needs = {GUESTS, START})
    Answer<Outcome> stopGuest(HardStop request, ToolCall tool) {
        return hard("stop", guest -> plan -> guest.in(plan).stop(Power.Stop.PLAIN), request, tool);
    }

    @Tool(
            name = "reset_guest",
            title = "Reset a VM hard",
            description =
                    "Presses the reset button of a VM: unsaved work in it is lost. power_guest action=reboot is the"
                            + " gentle way. A human must approve.",
            effect = DESTRUCTIVE,
            needs = {GUESTS, START})
    Answer<Outcome> resetGuest(HardStop request, ToolCall tool) {
        return hard("reset", PowerTools::reset, request, tool);
    }

    private static Planner.Planned reset(LiveGuest guest) {
        if (guest.isContainer()) {
            throw new ToolException.Refused(
                    "container",
                    "guest " + guest.label() + " is a container, which has no reset button; power_guest action=reboot"
                            + " asks its system, stop_guest pulls the plug");
        }
        return plan -> plan.qemu().reset(guest.node(), guest.vmid());
    }

    private Answer<Outcome> hard(
            String verb, Function<LiveGuest, Planner.Planned> call, HardStop request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        String what = verb + " guest " + guest.label() + " hard";
        return guard.submit(
                Action.of(tool, reading.cluster().name(), what + " on " + guest.node())
                        .on(guest, Fact.STATUS)
                        .then(Step.of(call.apply(guest), what))
                        .loses("what the guest has not written to its disks; its file systems may need a check"),
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }
}
