package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestKind;
import io.github.proxmoxmcp.demo.model.Upid;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.Call;
import io.github.proxmoxmcp.demo.route.Endpoint;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.world.GuestRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `…/status/start` and its like: each answers with the UPID of a task.
final class GuestPowerApi {
    private final GuestKind kind;

    private GuestPowerApi(GuestKind kind) {
        this.kind = kind;
    }

    static List<Endpoint> endpoints(GuestKind kind) {
        var api = new GuestPowerApi(kind);
        var endpoints = new ArrayList<Endpoint>();
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
                kind == GuestKind.QEMU
                        ? suspend.takes(Param.flag("todisk", "Save its memory to disk and stop it.")
                                .orNone())
                        : suspend);
        if (kind == GuestKind.QEMU) {
            endpoints.add(api.action("reset", "Reset a virtual machine.", api::reset));
        }
        return endpoints;
    }

    private Endpoint action(String action, String description, Function<Call, Upid> how) {
        return Endpoint.post(GuestApi.path(kind) + "/status/" + action, "vm_" + action, description)
                .permit(Permit.on("/vms/{vmid}", "VM.PowerMgmt"))
                .takes(Param.flag("skiplock", "Ignore locks; for root only.").orNone())
                .answers(call -> {
                    if (call.flag("skiplock")) {
                        throw ApiError.parameter("skiplock", "Only root may use this option.");
                    }
                    return Reply.of(how.apply(call).toString());
                });
    }

    private Upid start(Call call) {
        var ref = call.guest(kind);
        if (!call.world().quorate()) {
            throw ApiError.failed("cluster not ready - no quorum?");
        }
        if (kind == GuestKind.LXC && ref.require(call.world()).running()) {
            throw ApiError.failed("CT " + ref.vmid() + " already running");
        }
        return managed(call, "start").orElseGet(() -> call.world().power().start(ref, call.user()));
    }

    private Upid stop(Call call) {
        requireRunningContainer(call);
        return managed(call, "stop")
                .orElseGet(
                        () -> call.world().power().stop(call.guest(kind), call.user(), call.flag("overrule-shutdown")));
    }

    private Upid shutdown(Call call) {
        requireRunningContainer(call);
        return managed(call, "shutdown")
                .orElseGet(() -> call.world()
                        .power()
                        .shutdown(call.guest(kind), call.user(), call.number("timeout"), call.flag("forceStop")));
    }

    /// For a guest under management the manager is asked instead; it acts later.
    private Optional<Upid> managed(Call call, String action) {
        var world = call.world();
        return world.guest(call.guest(kind).vmid())
                .filter(guest -> GuestRef.of(guest).equals(call.guest(kind)))
                .filter(world.highAvailability()::manages)
                .map(guest -> world.highAvailability().request(guest, action, call.user()));
    }

    private Upid reboot(Call call) {
        return call.world().power().reboot(running(call), call.user());
    }

    private Upid reset(Call call) {
        return call.world().power().reset(running(call), call.user());
    }

    private Upid resume(Call call) {
        return call.world().power().resume(running(call), call.user());
    }

    private Upid suspend(Call call) {
        requireRunningContainer(call);
        return call.world().power().suspend(call.guest(kind), call.user(), call.flag("todisk"));
    }

    /// Machines fail in the task, containers are refused at once.
    private void requireRunningContainer(Call call) {
        if (kind == GuestKind.LXC) {
            running(call);
        }
    }

    private GuestRef running(Call call) {
        var ref = call.guest(kind);
        var guest = ref.require(call.world());
        if (!guest.running()) {
            throw ApiError.failed(guest.label() + " not running");
        }
        return ref;
    }
}
