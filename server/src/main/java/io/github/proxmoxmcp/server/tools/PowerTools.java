package io.github.proxmoxmcp.server.tools;

import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.guest.Power;
import io.github.proxmoxmcp.client.qemu.QemuApi;
import io.github.proxmoxmcp.client.tasks.TaskOutcome;
import io.github.proxmoxmcp.client.tasks.Upid;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestKind;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Moment;
import io.github.proxmoxmcp.server.cluster.GuestFinder;
import io.github.proxmoxmcp.server.cluster.GuestRef;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Foreign;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Range;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Starting and stopping guests in ways that lose nothing.
public final class PowerTools {

    private static final int USUAL_WAIT = 180;

    private final Readings readings;
    private final Waiting waiting;

    public PowerTools(Readings readings, InstantSource clock) {
        this.readings = readings;
        this.waiting = new Waiting(clock);
    }

    /// What can be done; stopping hard is another tool, because it loses work.
    enum Action {
        START,
        SHUTDOWN,
        REBOOT,
        SUSPEND,
        RESUME
    }

    /// What `power_guest` takes.
    record PowerGuest(
            Optional<ClusterName> cluster,
            GuestRef guest,

            @Describe("shutdown and reboot ask the guest's system; suspend pauses it in memory")
            Action action,

            @Describe("how long to wait for the outcome, default 180") @Range(min = 0, max = 600)
            Optional<Integer> waitSeconds) {}

    /// What became of it.
    ///
    /// @param state `ok`, `warnings` or `running` (it had not ended when the waiting was over)
    /// @param status of the guest afterwards, read from the cluster
    record PowerResult(
            int vmid,
            Optional<String> name,
            String node,
            Action action,
            String state,
            Optional<String> exitStatus,
            Optional<String> status,
            String upid,
            Foreign logTail) {}

    @Tool(
            name = "power_guest",
            title = "Start, shut down, reboot, suspend or resume",
            description =
                    "Changes the power state of a VM or container and waits for the outcome: the task's exit status,"
                            + " its log's last lines and the guest's status afterwards.",
            effect = OPERATE)
    Answer<PowerResult> powerGuest(PowerGuest request, Caller caller) {
        Reading reading = readings.now(request.cluster().map(ClusterName::value), Optional.empty());
        Guest guest = GuestFinder.find(reading, request.guest()).guest();
        Proxmox api = reading.cluster().api();
        Upid upid = guest.kind() == GuestKind.VM
                ? powerVm(api, guest, request.action())
                : powerContainer(api, guest, request.action());
        Waiting.Result result = waiting.await(
                api, upid, Duration.ofSeconds(request.waitSeconds().orElse(USUAL_WAIT)), caller);
        // Through the same path as every observation, so that the memory learns what was done.
        Reading after = readings.now(request.cluster().map(ClusterName::value), Optional.of(true));
        Optional<GuestState> now = after.store().guests().get(after.cluster().name(), guest.vmid(), Moment.now());
        String tail = String.join("\n", result.tail());
        if (!result.outcome().succeeded() && result.outcome().kind() != TaskOutcome.Kind.RUNNING) {
            throw new ToolException.Failed(failure(request.action(), guest, upid, result, tail));
        }
        return after.answer(new PowerResult(
                guest.vmid(),
                guest.name(),
                now.map(state -> state.guest().node()).orElse(guest.node()),
                request.action(),
                Names.snake(result.outcome().kind().name()),
                result.status().exitStatus().map(Foreign::clean),
                after.sync().error().isPresent()
                        ? Optional.empty()
                        : now.map(state -> state.guest().status()),
                upid.text(),
                new Foreign(tail)));
    }

    private static String failure(Action action, Guest guest, Upid upid, Waiting.Result result, String tail) {
        return Names.snake(action.name()) + " of guest " + GuestTools.label(guest) + " on " + guest.node() + " failed: "
                + Foreign.clean(result.status().exitStatus().orElse("Proxmox recorded no exit status"))
                + ". Task " + upid.text() + ", end of its log:\n" + Foreign.clean(tail);
    }

    private static Upid powerVm(Proxmox api, Guest guest, Action action) {
        String node = guest.node();
        int vmid = guest.vmid();
        return switch (action) {
            case START -> api.qemu().start(node, vmid);
            case SHUTDOWN -> api.qemu().shutdown(node, vmid, Power.Shutdown.ORDERLY);
            case REBOOT -> api.qemu().reboot(node, vmid, Power.Reboot.PLAIN);
            case SUSPEND -> api.qemu().suspend(node, vmid, QemuApi.Suspend.PAUSE);
            case RESUME -> api.qemu().resume(node, vmid);
        };
    }

    private static Upid powerContainer(Proxmox api, Guest guest, Action action) {
        String node = guest.node();
        int vmid = guest.vmid();
        return switch (action) {
            case START -> api.lxc().start(node, vmid);
            case SHUTDOWN -> api.lxc().shutdown(node, vmid, Power.Shutdown.ORDERLY);
            case REBOOT -> api.lxc().reboot(node, vmid, Power.Reboot.PLAIN);
            case SUSPEND -> api.lxc().suspend(node, vmid);
            case RESUME -> api.lxc().resume(node, vmid);
        };
    }
}
