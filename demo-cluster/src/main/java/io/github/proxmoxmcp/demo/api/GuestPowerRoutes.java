package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskId;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.GuestAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `…/status/start` and its like: each answers with the UPID of a task.
final class GuestPowerRoutes {
    private final GuestType kind;

    private GuestPowerRoutes(GuestType kind) {
        this.kind = kind;
    }

    static List<Route> endpoints(GuestType kind) {
        var api = new GuestPowerRoutes(kind);
        var endpoints = new ArrayList<Route>();
        var timeout = Param.integer("timeout", "Seconds to wait.").orNone().from(0);
        endpoints.add(api.action("start", "Start a guest.", api::start));
        endpoints.add(api.action("stop", "Stop a guest at once, as pulling its plug.", api::stop)
                .takes(Param.flag("overrule-shutdown", "End a running shutdown task first.")
                        .orNone()));
        endpoints.add(api.action("shutdown", "Ask the guest's system to shut down.", api::shutdown)
                .takes(
                        timeout,
                        Param.flag("forceStop", "Stop it hard when it does not obey in time.")
                                .orNone()));
        endpoints.add(
                api.action("reboot", "Shut a guest down and start it again, with its pending changes.", api::reboot)
                        .takes(timeout));
        endpoints.add(api.action("resume", "Continue a paused guest.", api::resume));
        var suspend = api.action("suspend", "Pause a guest.", api::suspend);
        endpoints.add(
                kind == GuestType.QEMU
                        ? suspend.takes(Param.flag("todisk", "Save its memory to disk and stop it.")
                                .orNone())
                        : suspend);
        if (kind == GuestType.QEMU) {
            endpoints.add(api.action("reset", "Reset a virtual machine.", api::reset));
        }
        return endpoints;
    }

    private Route action(String action, String description, Function<CheckedCall, TaskId> how) {
        return Route.post(GuestRoutes.path(kind) + "/status/" + action, "vm_" + action, description)
                .permit(Permit.on("/vms/{vmid}", "VM.PowerMgmt"))
                .takes(Param.flag("skiplock", "Ignore locks; for root only.").orNone())
                .answers(call -> {
                    if (call.flag("skiplock")) {
                        throw ApiError.parameter("skiplock", "Only root may use this option.");
                    }
                    return Reply.of(how.apply(call).toString());
                });
    }

    private TaskId start(CheckedCall call) {
        var ref = call.guest(kind);
        if (!call.world().quorate()) {
            throw ApiError.failed("cluster not ready - no quorum?");
        }
        if (kind == GuestType.LXC && ref.require(call.world()).running()) {
            throw ApiError.failed("CT " + ref.vmid() + " already running");
        }
        return managed(call, "start").orElseGet(() -> call.world().power().start(ref, call.user()));
    }

    private TaskId stop(CheckedCall call) {
        requireRunningContainer(call);
        return managed(call, "stop")
                .orElseGet(
                        () -> call.world().power().stop(call.guest(kind), call.user(), call.flag("overrule-shutdown")));
    }

    private TaskId shutdown(CheckedCall call) {
        requireRunningContainer(call);
        return managed(call, "shutdown")
                .orElseGet(() -> call.world()
                        .power()
                        .shutdown(call.guest(kind), call.user(), call.number("timeout"), call.flag("forceStop")));
    }

    /// For a guest under management the manager is asked instead; it acts later.
    private Optional<TaskId> managed(CheckedCall call, String action) {
        var world = call.world();
        return world.guest(call.guest(kind).vmid())
                .filter(guest -> GuestAddress.of(guest).equals(call.guest(kind)))
                .filter(world.highAvailability()::manages)
                .map(guest -> world.highAvailability().request(guest, action, call.user()));
    }

    private TaskId reboot(CheckedCall call) {
        return call.world().power().reboot(running(call), call.user());
    }

    private TaskId reset(CheckedCall call) {
        return call.world().power().reset(running(call), call.user());
    }

    private TaskId resume(CheckedCall call) {
        return call.world().power().resume(running(call), call.user());
    }

    private TaskId suspend(CheckedCall call) {
        requireRunningContainer(call);
        return call.world().power().suspend(call.guest(kind), call.user(), call.flag("todisk"));
    }

    /// Machines fail in the task, containers are refused at once.
    private void requireRunningContainer(CheckedCall call) {
        if (kind == GuestType.LXC) {
            running(call);
        }
    }

    private GuestAddress running(CheckedCall call) {
        var ref = call.guest(kind);
        var guest = ref.require(call.world());
        if (!guest.running()) {
            throw ApiError.failed(guest.label() + " not running");
        }
        return ref;
    }
}
