package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.Snapshot;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import io.github.proxmoxmcp.demo.world.Snapshots;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `…/snapshot`: the snapshots of a guest.
final class SnapshotRoutes {
    private final GuestType kind;

    private SnapshotRoutes(GuestType kind) {
        this.kind = kind;
    }

    static List<Route> endpoints(GuestType kind) {
        var api = new SnapshotRoutes(kind);
        var all = GuestRoutes.path(kind) + "/snapshot";
        var one = all + "/{snapname}";
        var take = Route.post(all, "snapshot", "Take a snapshot.")
                .permit(Permit.on("/vms/{vmid}", "VM.Snapshot"))
                .takes(
                        Param.text("snapname", "Name of the snapshot.")
                                .as(ParameterFormat.CONFIG_ID)
                                .upTo(40),
                        Param.text("description", "What it is for.").orNone());
        return List.of(
                Route.get(all, "snapshot_list", "The snapshots, and last the present state.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Audit"))
                        .answers(api::list),
                (kind == GuestType.QEMU
                                ? take.takes(
                                        Param.flag("vmstate", "With memory.").orNone())
                                : take)
                        .answers(api::take),
                Route.delete(one, "delsnapshot", "Delete a snapshot.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Snapshot"))
                        .takes(Param.flag("force", "Remove it from the configuration even if a disk fails.")
                                .orNone())
                        .answers(api::delete),
                Route.post(one + "/rollback", "rollback", "Go back to a snapshot.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Snapshot", "VM.Snapshot.Rollback"))
                        .takes(Param.flag("start", "Start the guest afterwards.")
                                .orNone())
                        .answers(api::rollback),
                Route.get(one + "/config", "get_snapshot_config", "The configuration that a snapshot holds.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Snapshot", "VM.Snapshot.Rollback", "VM.Audit"))
                        .returning("object")
                        .answers(api::config),
                Route.put(one + "/config", "update_snapshot_config", "Describe a snapshot.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Snapshot"))
                        .takes(Param.text("description", "What it is for.").orNone())
                        .answers(api::describe));
    }

    private Reply list(CheckedCall call) {
        var guest = call.guest(kind).require(call.world());
        var rows = DemoJson.rows(guest.config().snapshots(), this::row);
        var current = DemoJson.object()
                .put("name", "current")
                .put("description", "You are here!")
                .put("running", guest.running() ? 1 : 0)
                .put("digest", guest.config().digest());
        guest.config().option("parent").ifPresent(parent -> current.put("parent", parent));
        return Reply.of(rows.add(current));
    }

    private ObjectNode row(Snapshot snapshot) {
        var row = DemoJson.object()
                .put("name", snapshot.name())
                .put("description", snapshot.description())
                .put("snaptime", snapshot.taken().getEpochSecond());
        snapshot.parent().ifPresent(parent -> row.put("parent", parent));
        return kind == GuestType.QEMU ? row.put("vmstate", snapshot.withMemory() ? 1 : 0) : row;
    }

    private Reply take(CheckedCall call) {
        var name = call.required("snapname");
        if (name.equals("current") || name.equals("pending")) {
            throw ApiError.failed("unable to use snapshot name '" + name + "' (reserved name)");
        }
        return Reply.of(call.world()
                .snapshots()
                .take(
                        call.guest(kind),
                        call.user(),
                        name,
                        call.text("description").orElse(""),
                        call.flag("vmstate"))
                .toString());
    }

    private Reply delete(CheckedCall call) {
        return Reply.of(call.world()
                .snapshots()
                .delete(call.guest(kind), call.user(), call.required("snapname"))
                .toString());
    }

    private Reply rollback(CheckedCall call) {
        return Reply.of(call.world()
                .snapshots()
                .rollback(call.guest(kind), call.user(), call.required("snapname"), call.flag("start"))
                .toString());
    }

    private Reply config(CheckedCall call) {
        var guest = call.guest(kind).require(call.world());
        return Reply.of(options(guest, Snapshots.existing(guest, call.required("snapname"))));
    }

    /// A snapshot's configuration, as `…/config?snapshot=` shows it too.
    static ObjectNode options(SimulatedGuest guest, Snapshot snapshot) {
        var json = GuestOptions.of(guest.kind()).json(snapshot.options());
        json.put("snaptime", snapshot.taken().getEpochSecond());
        snapshot.parent().ifPresent(parent -> json.put("parent", parent));
        return json;
    }

    private Reply describe(CheckedCall call) {
        var guest = call.guest(kind).require(call.world());
        call.world()
                .snapshots()
                .describe(
                        guest,
                        call.required("snapname"),
                        call.text("description").orElse(""));
        return Reply.nothing();
    }
}
