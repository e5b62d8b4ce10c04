package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.Volume;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// `/nodes/{node}/storage/{storage}/content/{volume}` and what else is done with the volumes of a storage.
final class VolumeRoutes {
    private static final String STORAGE = "/nodes/{node}/storage/{storage}";
    private static final String ONE = STORAGE + "/content/{volume}";
    private static final Pattern KEEP_LAST = Pattern.compile("(?:^|,)keep-last=(\\d+)(?:,|$)");
    private static final Pattern HOST = Pattern.compile("https?://([^/]+)/.*");

    private VolumeRoutes() {}

    static List<Route> endpoints() {
        var reads = Permit.everybody("Needs to see the volume.");
        var prune = List.of(
                Param.text("prune-backups", "Which backups stay, such as keep-last=3.")
                        .orNone(),
                Param.choice("type", "Only backups of this kind.", "qemu", "lxc")
                        .orNone(),
                Param.integer("vmid", "Only backups of this guest.").orNone().as(ParameterFormat.VMID));
        return List.of(
                Route.get(ONE, "info", "One volume.")
                        .permit(reads)
                        .returning("object")
                        .answers(VolumeRoutes::info),
                Route.put(ONE, "updateattributes", "Describe or protect a backup.")
                        .permit(reads)
                        .takes(
                                Param.text("notes", "Its notes.").orNone(),
                                Param.flag("protected", "Whether it may be deleted.")
                                        .orNone())
                        .answers(VolumeRoutes::update),
                Route.delete(ONE, "delete", "Delete a volume.")
                        .permit(Permit.everybody("Needs Datastore.Allocate, or for backups AllocateSpace."))
                        .takes(Param.integer("delay", "Seconds to wait for the end.")
                                .orNone()
                                .from(1))
                        .answers(VolumeRoutes::delete),
                Route.post(STORAGE + "/content", "create", "Make a volume.")
                        .permit(Permit.on("/storage/{storage}", "Datastore.AllocateSpace"))
                        .takes(
                                Param.integer("vmid", "Its owner.").as(ParameterFormat.VMID),
                                Param.text("filename", "Its name."),
                                Param.text("size", "Its size in KiB, or with a unit."),
                                Param.choice("format", "How it is stored.", "raw", "qcow2", "subvol", "vmdk")
                                        .orNone())
                        .answers(VolumeRoutes::create),
                Route.post(STORAGE + "/download-url", "download_url", "Fetch an image or a template.")
                        .permit(Permit.on("/storage/{storage}", "Datastore.AllocateTemplate"))
                        .takes(
                                Param.choice("content", "What it is.", "iso", "vztmpl", "import"),
                                Param.text("filename", "Its name here.").upTo(255),
                                Param.text("url", "Where it is."),
                                Param.text("checksum", "Its checksum.").orNone(),
                                Param.text("checksum-algorithm", "Of the checksum.")
                                        .orNone(),
                                Param.flag("verify-certificates", "Whom to trust.")
                                        .orNone())
                        .answers(VolumeRoutes::download),
                Route.get(STORAGE + "/prunebackups", "dryrun", "What pruning would delete.")
                        .permit(Permit.on("/storage/{storage}", "Datastore.Audit", "Datastore.AllocateSpace"))
                        .takes(prune)
                        .answers(VolumeRoutes::prunable),
                Route.delete(STORAGE + "/prunebackups", "delete", "Delete older backups.")
                        .permit(Permit.on("/storage/{storage}", "Datastore.Allocate", "Datastore.AllocateSpace"))
                        .takes(prune)
                        .answers(VolumeRoutes::prune));
    }

    private static Reply info(CheckedCall call) {
        var volume = find(call)
                .orElseThrow(() ->
                        ApiError.failed("volume_size_info on '" + call.required("volume") + "' failed - no format"));
        requireVisible(call, volume);
        var json = DemoJson.object()
                .put("path", "/var/lib/vz/" + volume.id().substring(volume.id().indexOf(':') + 1))
                .put("size", volume.size())
                .put("used", volume.content().equals("images") ? volume.size() / 2 : volume.size())
                .put("format", volume.format());
        volume.notes().ifPresent(notes -> json.put("notes", notes));
        if (volume.protectedFromPruning()) {
            json.put("protected", 1);
        }
        return Reply.of(json);
    }

    private static Reply update(CheckedCall call) {
        var volume = existing(call);
        requireVisible(call, volume);
        var changed = new Volume(
                volume.storage(),
                volume.node(),
                volume.id(),
                volume.content(),
                volume.format(),
                volume.size(),
                volume.created(),
                volume.vmid(),
                call.text("notes").or(volume::notes),
                call.text("protected").map("1"::equals).orElse(volume.protectedFromPruning()));
        call.world().volumes().replace(changed);
        return Reply.nothing();
    }

    private static Reply delete(CheckedCall call) {
        var volume = existing(call);
        boolean backup = volume.content().equals("backup") && volume.vmid().isPresent();
        if (!call.may("/storage/" + volume.storage(), "Datastore.Allocate")) {
            call.require("/storage/" + volume.storage(), backup ? "Datastore.AllocateSpace" : "Datastore.Allocate");
            call.require("/vms/" + volume.vmid().orElse(0), "VM.Backup");
        }
        return Reply.of(
                call.world().backups().delete(volume, call.node(), call.user()).toString());
    }

    private static Reply create(CheckedCall call) {
        var storage = StorageRoutes.storage(call);
        var name = call.required("filename");
        var vmid = call.number("vmid").orElseThrow();
        var id = storage.files() ? "%s:%d/%s".formatted(storage.id(), vmid, name) : storage.id() + ":" + name;
        var size = call.required("size");
        long bytes = Disk.bytes(size.matches("\\d+") ? size + "K" : size)
                .orElseThrow(() -> ApiError.parameter("size", "value does not match the regex pattern"));
        call.world()
                .volumes()
                .put(new Volume(
                        storage.id(),
                        storage.shared() ? Optional.empty() : Optional.of(call.node()),
                        id,
                        "images",
                        name.endsWith(".qcow2") ? "qcow2" : "raw",
                        bytes,
                        call.world().now(),
                        OptionalInt.of(vmid),
                        Optional.empty(),
                        false));
        return Reply.of(id);
    }

    private static Reply download(CheckedCall call) {
        var url = call.required("url");
        if (!HOST.matcher(url).matches()) {
            throw ApiError.parameter("url", "value does not match the regex pattern");
        }
        return Reply.of(call.world()
                .backups()
                .download(
                        call.node(),
                        StorageRoutes.storage(call),
                        call.required("content"),
                        call.required("filename"),
                        call.user(),
                        url)
                .toString());
    }

    private static Reply prunable(CheckedCall call) {
        return Reply.of(DemoJson.rows(marks(call).entrySet(), mark -> row(mark.getKey(), mark.getValue())));
    }

    private static Reply prune(CheckedCall call) {
        var gone = marks(call).entrySet().stream()
                .filter(mark -> mark.getValue().equals("remove"))
                .map(Map.Entry::getKey)
                .toList();
        return Reply.of(call.world()
                .backups()
                .deleteAll(gone, call.required("storage"), call.node(), call.user())
                .toString());
    }

    private static Map<Volume, String> marks(CheckedCall call) {
        var storage = StorageRoutes.storage(call);
        var keep = call.text("prune-backups")
                .or(() -> Optional.ofNullable(storage.extra().get("prune-backups")))
                .orElse("");
        var last = KEEP_LAST.matcher(keep);
        int most = last.find() ? Integer.parseInt(last.group(1)) : Integer.MAX_VALUE;
        var backups = call.world().volumes().on(storage, call.node()).stream()
                .filter(volume -> volume.content().equals("backup"))
                .filter(volume -> StorageRoutes.sees(call, volume))
                .filter(volume -> call.text("type").map(kind(volume)::equals).orElse(true))
                .filter(volume ->
                        call.number("vmid").isEmpty() || call.number("vmid").equals(volume.vmid()))
                .toList();
        var marks = new TreeMap<Volume, String>(Comparator.comparing(Volume::id));
        marks.putAll(call.world().backups().prune(backups, most));
        return marks;
    }

    private static ObjectNode row(Volume volume, String mark) {
        var row = DemoJson.object()
                .put("volid", volume.id())
                .put("type", kind(volume))
                .put("ctime", volume.created().getEpochSecond())
                .put("mark", mark);
        volume.vmid().ifPresent(vmid -> row.put("vmid", vmid));
        return row;
    }

    private static String kind(Volume volume) {
        return volume.id().contains("vzdump-lxc-") ? "lxc" : "qemu";
    }

    private static void requireVisible(CheckedCall call, Volume volume) {
        if (!StorageRoutes.sees(call, volume)) {
            throw ApiError.forbidden();
        }
    }

    private static Volume existing(CheckedCall call) {
        return find(call).orElseThrow(() -> ApiError.failed("volume '" + call.required("volume") + "' does not exist"));
    }

    private static Optional<Volume> find(CheckedCall call) {
        var storage = StorageRoutes.storage(call);
        var asked = call.required("volume");
        var id = asked.contains(":") ? asked : storage.id() + ":" + asked;
        return call.world().volumes().on(storage, call.node()).stream()
                .filter(volume -> volume.id().equals(id))
                .findFirst();
    }
}
