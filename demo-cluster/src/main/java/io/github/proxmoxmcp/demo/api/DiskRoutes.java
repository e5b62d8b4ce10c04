package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `…/resize` and `…/move_disk` or `…/move_volume`.
final class DiskRoutes {
    private static final int MAX_UNUSED_DISKS = 256;

    private final GuestType kind;

    private DiskRoutes(GuestType kind) {
        this.kind = kind;
    }

    static List<Route> endpoints(GuestType kind) {
        var api = new DiskRoutes(kind);
        var path = GuestRoutes.path(kind);
        boolean machine = kind == GuestType.QEMU;
        var digest = Param.text("digest", "Refuse when the configuration has changed since.")
                .orNone()
                .upTo(40);
        return List.of(
                Route.put(path + "/resize", "resize_vm", "Make a disk larger.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Config.Disk"))
                        .returning("string")
                        .takes(
                                Param.choice("disk", "The disk.", api.slots(0)),
                                Param.text("size", "The new size, or with a plus what is added.")
                                        .as(ParameterFormat.DISK_SIZE),
                                digest)
                        .answers(api::resize),
                Route.post(
                                path + (machine ? "/move_disk" : "/move_volume"),
                                machine ? "move_vm_disk" : "move_volume",
                                "Move a disk to another storage.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Config.Disk"))
                        .takes(
                                Param.choice(machine ? "disk" : "volume", "The disk.", api.slots(MAX_UNUSED_DISKS)),
                                Param.text("storage", "Where it goes.").as(ParameterFormat.STORAGE_ID),
                                Param.flag("delete", "Delete the old volume.").orNone(),
                                Param.bandwidth(kind),
                                digest)
                        .takes(Param.diskFormat(kind))
                        .answers(api::move));
    }

    private String[] slots(int unused) {
        var attached = kind == GuestType.QEMU
                ? Stream.of(numbered("ide", 4), numbered("scsi", 31), numbered("virtio", 16), numbered("sata", 6))
                        .flatMap(slots -> slots)
                : Stream.concat(Stream.of("rootfs"), numbered("mp", MAX_UNUSED_DISKS));
        var firmware = kind == GuestType.QEMU ? Stream.of("efidisk0", "tpmstate0") : Stream.<String>empty();
        return Stream.of(attached, firmware, numbered("unused", unused))
                .flatMap(slots -> slots)
                .toArray(String[]::new);
    }

    private static Stream<String> numbered(String stem, int count) {
        return IntStream.range(0, count).mapToObj(number -> stem + number);
    }

    private Reply resize(CheckedCall call) {
        return Reply.of(call.world()
                .diskChanges()
                .resize(call.guest(kind), call.user(), call.required("disk"), call.required("size"))
                .toString());
    }

    private Reply move(CheckedCall call) {
        call.require("/storage/" + call.required("storage"), "Datastore.AllocateSpace");
        return Reply.of(call.world()
                .diskChanges()
                .move(
                        call.guest(kind),
                        call.user(),
                        call.required(kind == GuestType.QEMU ? "disk" : "volume"),
                        call.required("storage"),
                        call.flag("delete"))
                .toString());
    }
}
