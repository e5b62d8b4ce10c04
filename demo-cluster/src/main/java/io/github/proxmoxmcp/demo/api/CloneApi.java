package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestKind;
import io.github.proxmoxmcp.demo.model.Storage;
import io.github.proxmoxmcp.demo.route.Call;
import io.github.proxmoxmcp.demo.route.Endpoint;
import io.github.proxmoxmcp.demo.route.Format;
import io.github.proxmoxmcp.demo.route.Json;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.world.Cloning;
import io.github.proxmoxmcp.demo.world.Node;
import java.util.List;
import java.util.OptionalLong;

/// `…/clone`, `…/template` and `…/feature`.
final class CloneApi {
    private static final long KIB = 1L << 10;

    private final GuestKind kind;

    private CloneApi(GuestKind kind) {
        this.kind = kind;
    }

    static List<Endpoint> endpoints(GuestKind kind) {
        var api = new CloneApi(kind);
        var path = GuestApi.path(kind);
        var template = Endpoint.post(path + "/template", "template", "Make a template of a guest.")
                .permit(Permit.on("/vms/{vmid}", "VM.Allocate"));
        return List.of(
                Endpoint.post(path + "/clone", "clone_vm", "Make a copy of a guest.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Clone"))
                        .takes(
                                Param.integer("newid", "Number of the copy.")
                                        .as(Format.VMID)
                                        .from(100)
                                        .to(999_999_999),
                                Param.text(kind.nameOption(), "Name of the copy.")
                                        .orNone()
                                        .as(Format.DNS_NAME),
                                Param.text("description", "Notes.").orNone(),
                                Param.text("pool", "A pool that it joins.")
                                        .orNone()
                                        .as(Format.POOL_ID),
                                Param.text("snapname", "The snapshot to copy.")
                                        .orNone()
                                        .as(Format.CONFIG_ID)
                                        .upTo(40),
                                Param.text("storage", "Where its disks go.")
                                        .orNone()
                                        .as(Format.STORAGE_ID),
                                Param.flag("full", "Copy the disks, not only what differs.")
                                        .orNone(),
                                Param.text("target", "The node of the copy.")
                                        .orNone()
                                        .as(Format.NODE),
                                Param.bandwidth(kind))
                        .takes(Param.diskFormat(kind))
                        .answers(api::clone),
                kind == GuestKind.QEMU
                        ? template.answers(api::template)
                        : template.returning("null").answers(api::templateNow),
                Endpoint.get(path + "/feature", "vm_feature", "Whether a guest's disks allow something.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Audit"))
                        .returning("object")
                        .takes(
                                Param.choice("feature", "What to do.", "snapshot", "clone", "copy"),
                                Param.text("snapname", "A snapshot.").orNone().as(Format.CONFIG_ID))
                        .answers(api::feature));
    }

    private Reply clone(Call call) {
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

    private static OptionalLong bandwidth(Call call) {
        var limit = call.text("bwlimit").map(Double::parseDouble).orElse(0.0);
        return limit > 0 ? OptionalLong.of((long) (limit * KIB)) : OptionalLong.empty();
    }

    private Reply template(Call call) {
        return Reply.of(
                call.world().cloning().template(call.guest(kind), call.user()).toString());
    }

    private Reply templateNow(Call call) {
        call.world().cloning().templateNow(call.guest(kind));
        return Reply.nothing();
    }

    private Reply feature(Call call) {
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
                                        .filter(Storage::files)
                                        .isEmpty());
            case "clone" -> guest.template();
            default -> true;
        };
        var json = Json.object().put("hasFeature", has ? 1 : 0);
        var nodes = json.putArray("nodes");
        boolean stays = disks.stream().anyMatch(world.migration()::local);
        world.nodes().stream()
                .map(Node::name)
                .filter(node -> !stays || node.equals(guest.node()))
                .forEach(nodes::add);
        return Reply.of(json);
    }
}
