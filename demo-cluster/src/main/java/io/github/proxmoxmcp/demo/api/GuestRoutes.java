package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.ResourceView;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.LoadCurves;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `/nodes/{node}/qemu` and `/nodes/{node}/lxc`: the guests of a node and their state.
final class GuestRoutes {
    private static final List<String> PRESSURES = List.of(
            "pressurecpusome",
            "pressurecpufull",
            "pressureiosome",
            "pressureiofull",
            "pressurememorysome",
            "pressurememoryfull");
    private static final long MIB = 1L << 20;

    private final GuestType kind;

    private GuestRoutes(GuestType kind) {
        this.kind = kind;
    }

    static List<Route> endpoints(GuestType kind) {
        var api = new GuestRoutes(kind);
        var endpoints = new ArrayList<Route>();
        var list = Route.get("/nodes/{node}/" + kind.path(), "vmlist", "The guests of this kind on a node.")
                .permit(Permit.everybody("Lists the guests on which the caller has VM.Audit."))
                .answers(api::list);
        endpoints.add(
                kind == GuestType.QEMU
                        ? list.takes(Param.flag("full", "With details of running guests.")
                                .orNone())
                        : list);
        endpoints.add(Route.get(path(kind) + "/status/current", "vm_status", "State and load of a guest.")
                .permit(Permit.on("/vms/{vmid}", "VM.Audit"))
                .returning("object")
                .answers(api::current));
        return endpoints;
    }

    /// The path of one guest.
    static String path(GuestType kind) {
        return "/nodes/{node}/" + kind.path() + "/{vmid}";
    }

    private Reply list(CheckedCall call) {
        var view = new ResourceView(call);
        var guests = call.world().guests().stream()
                .filter(guest -> guest.kind() == kind && guest.node().equals(call.node()))
                .filter(guest -> call.may("/vms/" + guest.vmid(), "VM.Audit"))
                .toList();
        return Reply.of(DemoJson.rows(guests, guest -> {
            var row = row(view, guest);
            if (call.flag("full")) {
                details(guest, view.reading(guest).orElseThrow(), row);
            }
            return row;
        }));
    }

    private Reply current(CheckedCall call) {
        var view = new ResourceView(call);
        var guest = call.guest(kind).require(call.world());
        var row = row(view, guest);
        var ha = row.putObject("ha");
        call.world()
                .highAvailability()
                .of(guest)
                .ifPresentOrElse(
                        resource -> ha.put("managed", 1).put("state", resource.requested()),
                        () -> ha.put("managed", 0));
        if (kind == GuestType.QEMU) {
            details(guest, view.reading(guest).orElseThrow(), row);
            if (guest.hasAgent()) {
                row.put("agent", 1);
            }
        }
        return Reply.of(row);
    }

    private static void details(SimulatedGuest guest, LoadCurves.Reading reading, ObjectNode row) {
        row.put("qmpstatus", reading.status());
        if (guest.running()) {
            row.putObject("nics")
                    .putObject("tap" + guest.vmid() + "i0")
                    .put("netin", reading.netIn())
                    .put("netout", reading.netOut());
        }
    }

    /// A paused machine is a running one here; only `qmpstatus` tells.
    private ObjectNode row(ResourceView view, SimulatedGuest guest) {
        var reading = view.reading(guest).orElseThrow();
        var row = DemoJson.object()
                .put("vmid", guest.vmid())
                .put("name", guest.name())
                .put("status", guest.running() ? "running" : "stopped")
                .put("cpu", reading.cpu())
                .put("cpus", reading.cpus())
                .put("mem", reading.memory())
                .put("maxmem", reading.maxMemory())
                .put("disk", reading.disk())
                .put("maxdisk", reading.maxDisk())
                .put("netin", reading.netIn())
                .put("netout", reading.netOut())
                .put("uptime", reading.uptime());
        var config = guest.config();
        config.option("tags").filter(tags -> !tags.isEmpty()).ifPresent(tags -> row.put("tags", tags));
        config.option("lock").ifPresent(lock -> row.put("lock", lock));
        if (guest.template()) {
            row.put("template", 1);
        }
        guest.run().ifPresent(run -> row.put("pid", run.pid()));
        if (kind == GuestType.QEMU) {
            machine(guest, reading, row);
        } else {
            container(guest, reading, row);
        }
        return row;
    }

    /// Numbers for machines, strings for containers: Proxmox is like that.
    private static void machine(SimulatedGuest guest, LoadCurves.Reading reading, ObjectNode row) {
        row.put("memhost", reading.memory());
        var config = guest.config();
        if (config.option("serial0").isPresent()) {
            row.put("serial", 1);
        }
        config.option("balloon")
                .filter(balloon -> !balloon.equals("0"))
                .ifPresent(balloon -> row.put("balloon_min", Long.parseLong(balloon) * MIB)
                        .put(
                                "shares",
                                config.option("shares").map(Integer::parseInt).orElse(1_000)));
        if (guest.running()) {
            PRESSURES.forEach(name -> row.put(name, name.contains("cpu") ? pressure(reading) : 0.0));
        }
    }

    private static void container(SimulatedGuest guest, LoadCurves.Reading reading, ObjectNode row) {
        row.put("type", "lxc")
                .put("diskread", reading.diskRead())
                .put("diskwrite", reading.diskWrite())
                .put("swap", 0)
                .put(
                        "maxswap",
                        guest.config().option("swap").map(Long::parseLong).orElse(512L) * MIB);
        if (guest.running()) {
            PRESSURES.forEach(name -> row.put(name, "0.00"));
        }
    }

    private static double pressure(LoadCurves.Reading reading) {
        return Math.round(reading.cpu() * 200) / 100.0;
    }
}
