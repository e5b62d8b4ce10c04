package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.Volume;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/storage` and `/nodes/{node}/storage`: how storages are configured, how full they are, and what lies on them.
final class StorageRoutes {
    private static final String ONE = "/nodes/{node}/storage/{storage}";
    private static final String[] SEE = {"Datastore.Audit", "Datastore.AllocateSpace"};

    private StorageRoutes() {}

    static List<Route> endpoints() {
        return List.of(
                Route.get("/storage", "index", "The configured storages.")
                        .takes(Param.text("type", "Only storages of this type.").orNone())
                        .answers(StorageRoutes::configured),
                Route.get("/storage/{storage}", "read", "The configuration of one storage.")
                        .permit(Permit.on("/storage/{storage}", "Datastore.Allocate"))
                        .returning("object")
                        .answers(call -> Reply.of(configuration(call, storage(call)))),
                Route.get("/nodes/{node}/storage", "index", "The storages as a node sees them.")
                        .takes(
                                Param.text("content", "Only storages that take this content.")
                                        .orNone(),
                                Param.flag("enabled", "Only storages that are enabled here.")
                                        .orNone(),
                                Param.text("storage", "Only this storage.")
                                        .orNone()
                                        .as(ParameterFormat.STORAGE_ID))
                        .answers(StorageRoutes::list),
                Route.get(ONE + "/status", "read_status", "How full a storage is.")
                        .permit(Permit.on("/storage/{storage}", SEE))
                        .returning("object")
                        .answers(call -> Reply.of(status(call, storage(call)))),
                Route.get(ONE + "/content", "index", "The volumes on a storage.")
                        .permit(Permit.on("/storage/{storage}", SEE))
                        .takes(
                                Param.text("content", "Only volumes of this content.")
                                        .orNone(),
                                Param.integer("vmid", "Only volumes of this guest.")
                                        .orNone()
                                        .as(ParameterFormat.VMID))
                        .answers(StorageRoutes::content));
    }

    private static Reply configured(CheckedCall call) {
        var rows = new ResourceRows(call);
        var storages = call.world().storages().stream()
                .filter(rows::lists)
                .filter(storage -> call.text("type").map(storage.type()::equals).orElse(true))
                .toList();
        return Reply.of(DemoJson.rows(storages, storage -> configuration(call, storage)));
    }

    private static ObjectNode configuration(CheckedCall call, ConfiguredStorage storage) {
        var row = DemoJson.object()
                .put("storage", storage.id())
                .put("type", storage.type())
                .put("content", String.join(",", storage.content()))
                .put("digest", digest(call));
        storage.extra().forEach(row::put);
        if (storage.shared()) {
            row.put("shared", 1);
        }
        if (!storage.enabled()) {
            row.put("disable", 1);
        }
        if (!storage.nodes().isEmpty()) {
            row.put("nodes", String.join(",", storage.nodes()));
        }
        return row;
    }

    private static Reply list(CheckedCall call) {
        var rows = new ResourceRows(call);
        var storages = call.world().storages().stream()
                .filter(rows::lists)
                .filter(storage -> call.text("content").map(storage::holds).orElse(true))
                .filter(storage ->
                        call.text("storage").map(storage.id()::equals).orElse(true))
                .filter(storage -> !call.flag("enabled") || storage.on(call.node()))
                .toList();
        return Reply.of(DemoJson.rows(storages, storage -> {
            var row = status(call, storage).put("storage", storage.id());
            return storage.on(call.node())
                    ? row.put("used_fraction", used(call, storage) / (double) storage.total())
                    : row;
        }));
    }

    private static ObjectNode status(CheckedCall call, ConfiguredStorage storage) {
        boolean here = storage.on(call.node());
        long total = here ? storage.total() : 0;
        long used = here ? used(call, storage) : 0;
        return DemoJson.object()
                .put("type", storage.type())
                .put("content", String.join(",", storage.content()))
                .put("shared", storage.shared() ? 1 : 0)
                .put("enabled", here ? 1 : 0)
                .put("active", here ? 1 : 0)
                .put("total", total)
                .put("used", used)
                .put("avail", total - used);
    }

    private static long used(CheckedCall call, ConfiguredStorage storage) {
        return call.world().volumes().used(storage, call.node());
    }

    private static Reply content(CheckedCall call) {
        var storage = storage(call);
        if (!storage.on(call.node())) {
            throw ApiError.failed("storage '" + storage.id() + "' is not available on node '" + call.node() + "'");
        }
        var volumes = call.world().volumes().on(storage, call.node()).stream()
                .filter(volume ->
                        call.text("content").map(volume.content()::equals).orElse(true))
                .filter(volume -> call.text("vmid")
                        .map(vmid -> Optional.of(vmid).equals(vmid(volume)))
                        .orElse(true))
                .filter(volume -> sees(call, volume))
                .toList();
        return Reply.of(DemoJson.rows(volumes, volume -> row(storage, volume)));
    }

    private static Optional<String> vmid(Volume volume) {
        return volume.vmid().isPresent()
                ? Optional.of(Integer.toString(volume.vmid().getAsInt()))
                : Optional.empty();
    }

    /// Disks and backups need more than an auditor has; templates and images are for all who see the storage.
    static boolean sees(CheckedCall call, Volume volume) {
        if (call.may("/storage/" + volume.storage(), "Datastore.Allocate")
                || vmid(volume).isEmpty()) {
            return true;
        }
        boolean backup = volume.content().equals("backup");
        var guest = "/vms/" + vmid(volume).orElse("");
        return call.may("/storage/" + volume.storage(), "Datastore.AllocateSpace")
                && call.may(guest, backup ? "VM.Backup" : "VM.Config.Disk");
    }

    private static ObjectNode row(ConfiguredStorage storage, Volume volume) {
        var row = DemoJson.object()
                .put("volid", volume.id())
                .put("content", volume.content())
                .put("format", volume.format())
                .put("size", volume.size())
                .put("ctime", volume.created().getEpochSecond());
        volume.vmid().ifPresent(vmid -> row.put("vmid", vmid));
        volume.notes().ifPresent(notes -> row.put("notes", notes));
        if (volume.protectedFromPruning()) {
            row.put("protected", 1);
        }
        if (volume.content().equals("backup")) {
            row.put("subtype", volume.id().contains("vzdump-lxc-") ? "lxc" : "qemu");
        } else if (volume.vmid().isPresent() && storage.files()) {
            row.put("used", volume.size() / 2).putNull("parent");
        }
        return row;
    }

    /// The storage that a call names.
    static ConfiguredStorage storage(CheckedCall call) {
        var id = call.required("storage");
        return call.world().storage(id).orElseThrow(() -> ApiError.failed("storage '" + id + "' does not exist"));
    }

    private static String digest(CheckedCall call) {
        return ConfigDigest.of(call.world().storages().toString());
    }
}
