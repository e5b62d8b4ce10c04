package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.Cloning;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import java.util.List;
import java.util.OptionalLong;

/// `…/clone`, `…/template` and `…/feature`.
final class CloneRoutes {
    private static final long KIB = 1L << 10;

    private final GuestType kind;

    private CloneRoutes(GuestType kind) {
        this.kind = kind;
    }

    static List<Route> endpoints(GuestType kind) {
        var api = new CloneRoutes(kind);
        var path = GuestRoutes.path(kind);
        var template = Route.post(path + "/template", "template", "Make a template of a guest.")
                .permit(Permit.on("/vms/{vmid}", "VM.Allocate"));
        return List.of(
                Route.post(path + "/clone", "clone_vm", "Make a copy of a guest.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Clone"))
                        .takes(
                                Param.integer("newid", "Number of the copy.")
                                        .as(ParameterFormat.VMID)
                                        .from(100)
                                        .to(999_999_999),
                                Param.text(kind.nameOption(), "Name of the copy.")
                                        .orNone()
                                        .as(ParameterFormat.DNS_NAME),
                                Param.text("description", "Notes.").orNone(),
                                Param.text("pool", "A pool that it joins.")
                                        .orNone()
                                        .as(ParameterFormat.POOL_ID),
                                Param.text("snapname", "The snapshot to copy.")
                                        .orNone()
                                        .as(ParameterFormat.CONFIG_ID)
                                        .upTo(40),
                                Param.text("storage", "Where its disks go.")
                                        .orNone()
                                        .as(ParameterFormat.STORAGE_ID),
                                Param.flag("full", "Copy the disks, not only what differs.")
                                        .orNone(),
                                Param.text("target", "The node of the copy.")
                                        .orNone()
                                        .as(ParameterFormat.NODE),
                                Param.bandwidth(kind))
                        .takes(Param.diskFormat(kind))
                        .answers(api::clone),
                kind == GuestType.QEMU
                        ? template.answers(api::template)
                        : template.returning("null").answers(api::templateNow),
                Route.get(path + "/feature", "vm_feature", "Whether a guest's disks allow something.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Audit"))
                        .returning("object")
                        .takes(
                                Param.choice("feature", "What to do.", "snapshot", "clone", "copy"),
                                Param.text("snapname", "A snapshot.").orNone().as(ParameterFormat.CONFIG_ID))
                        .answers(api::feature));
    }

    private Reply clone(CheckedCall call) {
        var newId = call.number("newid").orElseThrow();
        if (call.text("pool")
                .filter(pool -> call.may("/pool/" + pool, "VM.Allocate"))
                .isEmpty()) {
            call.require("/vms/" + newId, "VM.Allocate");
        }
        return Reply.of(call.world()
                .cloning()
                .start(new Cloning.Plan(
                        call.guest(kind),
                        newId,
                        call.user(),
                        call.text(kind.nameOption()),
                        call.text("description"),
                        call.text("pool"),
                        call.text("snapname"),
                        call.text("storage"),
                        call.text("target"),
                        call.text("full").map("1"::equals),
                        bandwidth(call)))
                .toString());
    }

    private static OptionalLong bandwidth(CheckedCall call) {
        var limit = call.text("bwlimit").map(Double::parseDouble).orElse(0.0);
        return limit > 0 ? OptionalLong.of((long) (limit * KIB)) : OptionalLong.empty();
    }

    private Reply template(CheckedCall call) {
        return Reply.of(
                call.world().cloning().template(call.guest(kind), call.user()).toString());
    }

    private Reply templateNow(CheckedCall call) {
        call.world().cloning().templateNow(call.guest(kind));
        return Reply.nothing();
    }

    private Reply feature(CheckedCall call) {
        var world = call.world();
        var guest = call.guest(kind).require(world);
        var disks = Disk.of(guest.config().options()).stream()
                .filter(disk -> !disk.slot().startsWith("unused"))
                .toList();
        boolean has = switch (call.required("feature")) {
            case "snapshot" ->
                disks.stream()
                        .allMatch(disk -> disk.format().equals("qcow2")
                                || world.storage(disk.storage())
                                        .filter(ConfiguredStorage::files)
                                        .isEmpty());
            case "clone" -> guest.template();
            default -> true;
        };
        var json = DemoJson.object().put("hasFeature", has ? 1 : 0);
        var nodes = json.putArray("nodes");
        boolean stays = disks.stream().anyMatch(world.migration()::local);
        world.nodes().stream()
                .map(SimulatedNode::name)
                .filter(node -> !stays || node.equals(guest.node()))
                .forEach(nodes::add);
        return Reply.of(json);
    }
}
