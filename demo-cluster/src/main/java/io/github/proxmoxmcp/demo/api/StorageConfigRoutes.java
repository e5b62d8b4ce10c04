package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Adding, changing and removing the definition of a storage: what lies on it stays.
final class StorageConfigRoutes {
    private static final long NEW_STORAGE = 500L << 30;
    private static final Set<String> SHARED_TYPES = Set.of("nfs", "cifs", "rbd", "cephfs", "pbs", "iscsi", "glusterfs");
    private static final Set<String> NOT_EXTRA =
            Set.of("storage", "type", "content", "nodes", "shared", "disable", "delete", "digest");

    private static final List<String> FIXED =
            List.of("path", "export", "share", "datastore", "vgname", "thinpool", "portal", "target");
    private static final List<String> CHANGEABLE = List.of(
            "server",
            "namespace",
            "fingerprint",
            "username",
            "password",
            "pool",
            "monhost",
            "options",
            "preallocation",
            "prune-backups");

    /// What a storage of a type cannot be without.
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "dir", List.of("path"),
            "nfs", List.of("server", "export"),
            "cifs", List.of("server", "share"),
            "pbs", List.of("server", "datastore"),
            "lvm", List.of("vgname"),
            "lvmthin", List.of("vgname", "thinpool"),
            "zfspool", List.of("pool"));

    private StorageConfigRoutes() {}

    static List<Route> endpoints() {
        var allocate = Permit.on("/storage", "Datastore.Allocate");
        return List.of(
                Route.post("/storage", "create", "Add a storage.")
                        .permit(allocate)
                        .returning("object")
                        .takes(
                                Param.text("storage", "Its name.").as(ParameterFormat.STORAGE_ID),
                                Param.choice(
                                        "type",
                                        "Its kind.",
                                        "btrfs",
                                        "cephfs",
                                        "cifs",
                                        "dir",
                                        "iscsi",
                                        "lvm",
                                        "lvmthin",
                                        "nfs",
                                        "pbs",
                                        "rbd",
                                        "zfspool"))
                        .takes(options())
                        .takes(FIXED.stream()
                                .map(StorageConfigRoutes::ofItsKind)
                                .toList())
                        .answers(StorageConfigRoutes::create),
                Route.put("/storage/{storage}", "update", "Change a storage.")
                        .permit(Permit.on("/storage/{storage}", "Datastore.Allocate"))
                        .returning("object")
                        .takes(options())
                        .takes(
                                Param.text("delete", "Options to remove.").orNone(),
                                Param.text("digest", "Refuse when it has changed since.")
                                        .orNone()
                                        .upTo(64))
                        .answers(StorageConfigRoutes::update),
                Route.delete("/storage/{storage}", "delete", "Remove a storage's definition.")
                        .permit(Permit.on("/storage/{storage}", "Datastore.Allocate"))
                        .returning("null")
                        .answers(StorageConfigRoutes::delete));
    }

    /// What can change later.
    private static List<Param> options() {
        var params = new ArrayList<>(List.of(
                Param.text("content", "What it takes.").orNone(),
                Param.text("nodes", "The nodes that have it.").orNone(),
                Param.flag("shared", "Whether all nodes see the same.").orNone(),
                Param.flag("disable", "Whether it is off.").orNone(),
                Param.flag("krbd", "Whether the kernel maps its volumes.").orNone(),
                Param.flag("mkdir", "Whether to make its folder.").orNone(),
                Param.flag("sparse", "Whether its volumes are thin.").orNone()));
        CHANGEABLE.forEach(word -> params.add(ofItsKind(word)));
        return params;
    }

    private static Param ofItsKind(String word) {
        return Param.text(word, "As its kind of storage takes it.").orNone();
    }

    private static Reply create(CheckedCall call) {
        requireQuorum(call);
        var id = call.required("storage");
        if (call.world().storage(id).isPresent()) {
            throw ApiError.failed("create storage failed: storage ID '" + id + "' already defined");
        }
        var type = call.required("type");
        REQUIRED.getOrDefault(type, List.of()).stream()
                .filter(option -> call.text(option).isEmpty())
                .findFirst()
                .ifPresent(option -> {
                    throw ApiError.failed("missing value for required option '" + option + "'");
                });
        boolean shared = SHARED_TYPES.contains(type);
        put(
                call,
                new ConfiguredStorage(
                        id, type, List.of("images", "rootdir"), shared, true, List.of(), Map.of(), NEW_STORAGE));
        return identity(id, type);
    }

    private static Reply update(CheckedCall call) {
        requireQuorum(call);
        var before = existing(call);
        put(call, before);
        return identity(before.id(), before.type());
    }

    private static Reply delete(CheckedCall call) {
        requireQuorum(call);
        call.world().removeStorage(existing(call).id());
        return Reply.nothing();
    }

    private static void put(CheckedCall call, ConfiguredStorage before) {
        var gone = call.text("delete").map(StorageConfigRoutes::words).orElse(List.of());
        var extra = new HashMap<>(before.extra());
        call.values().forEach((key, value) -> {
            if (!NOT_EXTRA.contains(key) && !key.equals("password")) {
                extra.put(key, value);
            }
        });
        if (SHARED_TYPES.contains(before.type()) && before.type().endsWith("fs")) {
            extra.putIfAbsent("path", "/mnt/pve/" + before.id());
        }
        gone.forEach(extra::remove);
        var nodes = call.text("nodes").map(StorageConfigRoutes::words).orElse(before.nodes());
        call.world()
                .put(new ConfiguredStorage(
                        before.id(),
                        before.type(),
                        call.text("content").map(StorageConfigRoutes::words).orElse(before.content()),
                        call.text("shared").map("1"::equals).orElse(before.shared()),
                        call.text("disable").map("0"::equals).orElse(before.enabled() || gone.contains("disable")),
                        gone.contains("nodes") ? List.of() : nodes,
                        extra,
                        before.total()));
    }

    private static ConfiguredStorage existing(CheckedCall call) {
        var id = call.required("storage");
        return call.world().storage(id).orElseThrow(() -> ApiError.failed("storage '" + id + "' does not exist"));
    }

    private static void requireQuorum(CheckedCall call) {
        if (!call.world().quorate()) {
            throw ApiError.failed("cfs-lock 'file-storage_cfg' error: no quorum!");
        }
    }

    private static Reply identity(String id, String type) {
        return Reply.of(DemoJson.object().put("storage", id).put("type", type));
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split("[,; ]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
