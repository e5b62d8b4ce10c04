package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.Migration;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `…/migrate`: what stands in the way of a move, and the move.
final class MigrateRoutes {
    private final GuestType kind;

    private MigrateRoutes(GuestType kind) {
        this.kind = kind;
    }

    static List<Route> endpoints(GuestType kind) {
        var api = new MigrateRoutes(kind);
        var path = GuestRoutes.path(kind) + "/migrate";
        var move = Route.post(path, "migrate_vm", "Move a guest to another node.")
                .permit(Permit.on("/vms/{vmid}", "VM.Migrate"))
                .takes(
                        Param.text("target", "The node it goes to.").as(ParameterFormat.NODE),
                        Param.bandwidth(kind),
                        Param.flag("online", "Even if it runs.").orNone());
        return List.of(
                Route.get(path, "migrate_vm_precondition", "What stands in the way of a move.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Migrate"))
                        .returning("object")
                        .takes(Param.text("target", "The node it would go to.")
                                .orNone()
                                .as(ParameterFormat.NODE))
                        .answers(api::precondition),
                (kind == GuestType.QEMU
                                ? move.takes(
                                        Param.flag("with-local-disks", "Copy local disks of a running machine.")
                                                .orNone(),
                                        Param.text("targetstorage", "Where local disks go.")
                                                .orNone(),
                                        Param.flag("with-conntrack-state", "With its connections.")
                                                .orNone(),
                                        Param.flag("force", "Even with local devices; for root only.")
                                                .orNone(),
                                        Param.choice("migration_type", "How it travels.", "secure", "insecure")
                                                .orNone(),
                                        Param.text("migration_network", "The network it travels by.")
                                                .orNone())
                                : move.takes(
                                        Param.flag("restart", "Stop it and start it there.")
                                                .orNone(),
                                        Param.integer("timeout", "Seconds to wait for its stop.")
                                                .orNone(),
                                        Param.text("target-storage", "Where local volumes go.")
                                                .orNone()))
                        .answers(api::start));
    }

    private Reply start(CheckedCall call) {
        var target = call.required("target");
        if (target.equals(call.node())) {
            throw ApiError.parameter("target", "target is local node.");
        }
        return Reply.of(call.world()
                .migration()
                .start(new Migration.Plan(
                        call.guest(kind),
                        target,
                        call.user(),
                        call.flag("online") || call.flag("restart"),
                        call.flag("with-local-disks"),
                        call.text("targetstorage").or(() -> call.text("target-storage"))))
                .toString());
    }

    private Reply precondition(CheckedCall call) {
        var guest = call.guest(kind).require(call.world());
        boolean machine = kind == GuestType.QEMU;
        var json = DemoJson.object().put("running", guest.running() ? 1 : 0);
        var allowed = json.putArray(machine ? "allowed_nodes" : "allowed-nodes");
        var refused = json.putObject(machine ? "not_allowed_nodes" : "not-allowed-nodes");
        json.putArray("dependent-ha-resources");
        for (var node : call.world().nodes()) {
            if (!node.name().equals(call.node())) {
                judge(call, guest, node, refused.putObject(node.name()));
                if (refused.path(node.name()).isEmpty()) {
                    allowed.add(node.name());
                }
            }
        }
        if (machine) {
            json.put("has-dbus-vmstate", 1).putArray("local_resources");
            json.putArray("mapped-resources");
            json.putObject("mapped-resource-info");
            var disks = json.putArray("local_disks");
            Disk.of(guest.config().options()).stream()
                    .filter(call.world().migration()::local)
                    .forEach(disk -> disks.add(disk(disk)));
        }
        return Reply.of(json);
    }

    /// Nodes on which a storage of the guest is missing cannot take it.
    private static void judge(CheckedCall call, SimulatedGuest guest, SimulatedNode node, ObjectNode reasons) {
        var missing = Disk.of(guest.config().options()).stream()
                .filter(disk -> !call.world().migration().local(disk))
                .map(Disk::storage)
                .distinct()
                .filter(id -> call.world()
                        .storage(id)
                        .filter(storage -> storage.on(node.name()))
                        .isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            var list = reasons.putArray("unavailable_storages");
            missing.forEach(list::add);
        }
    }

    private static ObjectNode disk(Disk disk) {
        boolean unused = disk.slot().startsWith("unused");
        return DemoJson.object()
                .put("volid", disk.volume())
                .put("cdrom", 0)
                .put("shared", 0)
                .put("replicate", 1)
                .put("is_unused", unused ? 1 : 0)
                .put("is_attached", unused ? 0 : 1)
                .put("is_vmstate", 0)
                .put("is_tpmstate", disk.slot().startsWith("tpmstate") ? 1 : 0)
                .put("is_cloudinit", 0);
    }
}
