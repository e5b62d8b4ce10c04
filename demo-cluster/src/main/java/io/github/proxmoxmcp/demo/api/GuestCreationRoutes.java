package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.Backups;
import io.github.proxmoxmcp.demo.world.Creation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Creating guests, restoring them from backups, and destroying them.
final class GuestCreationRoutes {
    private static final Set<String> NOT_OPTIONS = Set.of(
            "node",
            "vmid",
            "pool",
            "storage",
            "start",
            "unique",
            "force",
            "restore",
            "bwlimit",
            "archive",
            "live-restore",
            "ostemplate",
            "password",
            "ssh-public-keys",
            "ignore-unpack-errors");

    private final GuestType kind;
    private final GuestOptions options;

    private GuestCreationRoutes(GuestType kind) {
        this.kind = kind;
        this.options = GuestOptions.of(kind);
    }

    static List<Route> endpoints(GuestType kind) {
        var api = new GuestCreationRoutes(kind);
        return List.of(api.creation(), api.destruction());
    }

    private Route creation() {
        var create = Route.post("/nodes/{node}/" + kind.path(), "create_vm", "Create a guest or restore a backup.")
                .permit(Permit.everybody("Needs VM.Allocate on /vms/{vmid} or on the pool."))
                .takes(Param.integer("vmid", "Number of the guest.")
                        .as(ParameterFormat.VMID)
                        .from(100)
                        .to(999_999_999))
                .takes(options.params())
                .takes(
                        Param.text("storage", "Where its disks go.").orNone().as(ParameterFormat.STORAGE_ID),
                        Param.text("pool", "A pool that it joins.").orNone().as(ParameterFormat.POOL_ID),
                        Param.flag("start", "Start it afterwards.").orNone(),
                        Param.flag("unique", "With new network addresses.").orNone(),
                        Param.flag("force", "Replace the guest that has this number.")
                                .orNone(),
                        Param.bandwidth(kind));
        var own = kind == GuestType.QEMU
                ? create.takes(
                        Param.text("archive", "The backup to restore.").orNone(),
                        Param.flag("live-restore", "Start it while it is restored.")
                                .orNone())
                : create.takes(
                        Param.text("ostemplate", "The template, or the backup to restore."),
                        Param.flag("restore", "Whether it is a backup.").orNone(),
                        Param.text("password", "Password of its root.").orNone(),
                        Param.text("ssh-public-keys", "Keys of its root.").orNone(),
                        Param.flag("ignore-unpack-errors", "Go on when unpacking fails.")
                                .orNone());
        return own.answers(this::create);
    }

    private Route destruction() {
        var destroy = Route.delete(GuestRoutes.path(kind), "destroy_vm", "Destroy a guest with its disks.")
                .permit(Permit.on("/vms/{vmid}", "VM.Allocate"))
                .takes(
                        Param.flag("purge", "Remove it from jobs and HA too.").orNone(),
                        Param.flag("destroy-unreferenced-disks", "Its disks on all storages too.")
                                .orNone());
        return (kind == GuestType.QEMU
                        ? destroy.takes(Param.flag("skiplock", "Ignore locks; for root only.")
                                .orNone())
                        : destroy.takes(Param.flag("force", "Even if it runs.").orNone()))
                .answers(this::destroy);
    }

    private Reply create(CheckedCall call) {
        var archive = call.text(kind == GuestType.QEMU ? "archive" : "ostemplate");
        boolean restore = kind == GuestType.QEMU ? archive.isPresent() : call.flag("restore");
        requireAllocation(call);
        var ref = call.guest(kind);
        var set = new TreeMap<>(call.values());
        set.keySet().removeAll(NOT_OPTIONS);
        set.keySet().stream()
                .filter(key ->
                        options.find(key).map(GuestOptions.Option::privilege).equals(Optional.of("")))
                .findFirst()
                .ifPresent(key -> {
                    throw ApiError.failed("only root can set '" + key + "' config");
                });
        if (restore) {
            return Reply.of(call.world()
                    .backups()
                    .restore(ref, call.user(), archive.orElseThrow(), restoration(call, set))
                    .toString());
        }
        requireFree(call);
        if (kind == GuestType.LXC) {
            set.putIfAbsent("rootfs", call.text("storage").orElse("local") + ":4");
        }
        return Reply.of(call.world()
                .creation()
                .create(new Creation.Plan(ref, call.user(), set, call.text("pool"), archive, call.flag("start")))
                .toString());
    }

    private static Backups.Restore restoration(CheckedCall call, Map<String, String> options) {
        return new Backups.Restore(
                call.text("storage"),
                call.text("pool"),
                options,
                call.flag("force"),
                call.flag("unique"),
                call.flag("start"));
    }

    private void requireAllocation(CheckedCall call) {
        boolean inPool = call.text("pool")
                .filter(pool -> call.may("/pool/" + pool, "VM.Allocate"))
                .isPresent();
        if (!inPool && !call.may("/vms/" + call.required("vmid"), "VM.Allocate")) {
            throw ApiError.forbidden();
        }
    }

    private void requireFree(CheckedCall call) {
        call.world().guest(call.guest(kind).vmid()).ifPresent(guest -> {
            var problem = "%s already exists on node '%s'".formatted(guest.label(), guest.node());
            throw ApiError.failed(
                    kind == GuestType.QEMU ? "unable to create VM %d - %s".formatted(guest.vmid(), problem) : problem);
        });
    }

    private Reply destroy(CheckedCall call) {
        if (call.flag("skiplock")) {
            throw ApiError.parameter("skiplock", "Only root may use this option.");
        }
        var ref = call.guest(kind);
        var creation = call.world().creation();
        creation.requireDestroyable(ref, call.flag("purge"), call.flag("force"));
        return Reply.of(creation.destroy(ref, call.user(), call.flag("purge")).toString());
    }
}
