package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.Storage;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.Call;
import io.github.proxmoxmcp.demo.route.Endpoint;
import io.github.proxmoxmcp.demo.route.Format;
import io.github.proxmoxmcp.demo.route.Json;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Adding, changing and removing the definition of a storage: what lies on it stays.
final class StorageConfigApi {
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

    private StorageConfigApi() {}

    static List<Endpoint> endpoints() {
        var allocate = Permit.on("/storage", "Datastore.Allocate");
        return List.of(
                Endpoint.post("/storage", "create", "Add a storage.")
                        .permit(allocate)
                        .returning("object")
                        .takes(
                                Param.text("storage", "Its name.").as(Format.STORAGE_ID),
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
                        .takes(FIXED.stream().map(StorageConfigApi::ofItsKind).toList())
                        .answers(StorageConfigApi::create),
                Endpoint.put("/storage/{storage}", "update", "Change a storage.")
                        .permit(Permit.on("/storage/{storage}", "Datastore.Allocate"))
                        .returning("object")
                        .takes(options())
                        .takes(
                                Param.text("delete", "Options to remove.").orNone(),
                                Param.text("digest", "Refuse when it has changed since.")
                                        .orNone()
                                        .upTo(64))
                        .answers(StorageConfigApi::update),
                Endpoint.delete("/storage/{storage}", "delete", "Remove a storage's definition.")
                        .permit(Permit.on("/storage/{storage}", "Datastore.Allocate"))
                        .returning("null")
                        .answers(StorageConfigApi::delete));
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

    private static Reply create(Call call) {
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
        put(call, new Storage(id, type, List.of("images", "rootdir"), shared, true, List.of(), Map.of(), NEW_STORAGE));
        return identity(id, type);
    }

    private static Reply update(Call call) {
        requireQuorum(call);
        var before = existing(call);
        put(call, before);
        return identity(before.id(), before.type());
    }

    private static Reply delete(Call call) {
        requireQuorum(call);
        call.world().removeStorage(existing(call).id());
        return Reply.nothing();
    }

    private static void put(Call call, Storage before) {
        var gone = call.text("delete").map(StorageConfigApi::words).orElse(List.of());
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
        var nodes = call.text("nodes").map(StorageConfigApi::words).orElse(before.nodes());
        call.world()
                .put(new Storage(
                        before.id(),
                        before.type(),
                        call.text("content").map(StorageConfigApi::words).orElse(before.content()),
                        call.text("shared").map("1"::equals).orElse(before.shared()),
                        call.text("disable").map("0"::equals).orElse(before.enabled() || gone.contains("disable")),
                        gone.contains("nodes") ? List.of() : nodes,
                        extra,
                        before.total()));
    }

    private static Storage existing(Call call) {
        var id = call.required("storage");
        return call.world().storage(id).orElseThrow(() -> ApiError.failed("storage '" + id + "' does not exist"));
    }

    private static void requireQuorum(Call call) {
        if (!call.world().quorate()) {
            throw ApiError.failed("cfs-lock 'file-storage_cfg' error: no quorum!");
        }
    }

    private static Reply identity(String id, String type) {
        return Reply.of(Json.object().put("storage", id).put("type", type));
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split("[,; ]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
