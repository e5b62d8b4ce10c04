package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.Backups;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `/nodes/{node}/vzdump`: backups of guests.
final class BackupRoutes {
    private BackupRoutes() {}

    static List<Route> endpoints() {
        return List.of(
                Route.post("/nodes/{node}/vzdump", "vzdump", "Back guests up.")
                        .permit(Permit.everybody("Needs VM.Backup on the guests and space on the storage."))
                        .takes(options())
                        .answers(BackupRoutes::start),
                Route.get("/nodes/{node}/vzdump/extractconfig", "extractconfig", "The configuration in a backup.")
                        .permit(Permit.everybody("Needs VM.Backup on the guest and a look at the storage."))
                        .returning("string")
                        .takes(Param.text("volume", "The backup."))
                        .answers(BackupRoutes::configuration));
    }

    /// What a backup takes, now or as a job.
    static List<Param> options() {
        return List.of(
                Param.text("vmid", "The guests, separated by commas.").orNone(),
                Param.flag("all", "All guests of the node.").orNone(),
                Param.text("exclude", "Guests to leave out.").orNone(),
                Param.text("pool", "The guests of a pool.").orNone().as(ParameterFormat.POOL_ID),
                Param.text("storage", "Where the backups go.").orNone().as(ParameterFormat.STORAGE_ID),
                Param.choice("mode", "Whether guests run on.", "snapshot", "suspend", "stop")
                        .orNone(),
                Param.choice("compress", "How backups are compressed.", "0", "1", "gzip", "lzo", "zstd")
                        .orNone(),
                Param.text("notes-template", "Notes, with words in double braces.")
                        .orNone()
                        .upTo(1_024),
                Param.flag("protected", "Protect the backups.").orNone(),
                Param.text("prune-backups", "Which backups stay.").orNone(),
                Param.flag("remove", "Prune older backups.").orNone(),
                Param.integer("bwlimit", "Most KiB per second.").orNone().from(0),
                Param.text("mailto", "Who is told.").orNone(),
                Param.flag("quiet", "Say little.").orNone());
    }

    private static Reply start(CheckedCall call) {
        var vmids = call.text("vmid")
                .map(BackupRoutes::numbers)
                .orElseGet(() -> call.world().guests().stream()
                        .filter(guest -> guest.node().equals(call.node()) && chosen(call, guest))
                        .map(SimulatedGuest::vmid)
                        .toList());
        if (vmids.isEmpty() && !call.flag("all") && call.text("pool").isEmpty()) {
            throw ApiError.parameter("vmid", "property is missing and it is not optional");
        }
        vmids.forEach(vmid -> call.require("/vms/" + vmid, "VM.Backup"));
        var storage = call.text("storage").orElse("local");
        call.require("/storage/" + storage, "Datastore.AllocateSpace");
        var options = new TreeMap<>(call.values());
        options.remove("vmid");
        return Reply.of(call.world()
                .backups()
                .start(new Backups.Plan(
                        call.node(),
                        call.user(),
                        vmids,
                        storage,
                        options,
                        call.text("mode").orElse("snapshot"),
                        call.text("compress").orElse("zstd"),
                        call.text("notes-template"),
                        call.flag("protected")))
                .toString());
    }

    private static boolean chosen(CheckedCall call, SimulatedGuest guest) {
        boolean excluded = call.text("exclude")
                .filter(list -> numbers(list).contains(guest.vmid()))
                .isPresent();
        boolean pooled = guest.pool().isPresent() && guest.pool().equals(call.text("pool"));
        return !excluded && (call.flag("all") || pooled);
    }

    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.split("[,; ]+"))
                .map(word -> ParameterFormat.VMID
                        .problem("vmid", word)
                        .<Integer>map(problem -> {
                            throw ApiError.parameter("vmid", problem);
                        })
                        .orElseGet(() -> Integer.parseInt(word)))
                .toList();
    }

    private static Reply configuration(CheckedCall call) {
        var volume = call.required("volume");
        var kept = call.world()
                .backups()
                .configuration(volume)
                .orElseThrow(() ->
                        ApiError.failed("unable to extract configuration - volume '" + volume + "' does not exist"));
        return Reply.of(kept.entrySet().stream()
                .map(option -> option.getKey() + ": " + option.getValue().replace("\n", "%0A") + "\n")
                .collect(Collectors.joining()));
    }
}
