package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.ConfigChanges;
import io.github.proxmoxmcp.demo.world.Snapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;

/// `…/config` and `…/pending`: reading and changing a guest's configuration.
final class GuestConfigRoutes {
    private static final Set<String> NOT_OPTIONS = Set.of("node", "vmid", "delete", "revert", "digest", "skiplock");

    private final GuestType kind;
    private final GuestOptions options;

    private GuestConfigRoutes(GuestType kind) {
        this.kind = kind;
        this.options = GuestOptions.of(kind);
    }

    static List<Route> endpoints(GuestType kind) {
        var api = new GuestConfigRoutes(kind);
        var path = GuestRoutes.path(kind);
        var endpoints = new ArrayList<>(List.of(
                Route.get(
                                path + "/config",
                                "vm_config",
                                "The configuration with pending changes, in force, or of a snapshot.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Audit"))
                        .returning("object")
                        .takes(
                                Param.flag("current", "The values in force, not those that are pending.")
                                        .orNone(),
                                Param.text("snapshot", "The values that this snapshot holds.")
                                        .orNone()
                                        .as(ParameterFormat.CONFIG_ID)
                                        .upTo(40))
                        .answers(api::read),
                Route.get(path + "/pending", "vm_pending", "The configuration, option by option, with what is pending.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Audit"))
                        .answers(api::pending),
                api.change(Route.put(path + "/config", "update_vm", "Change the configuration now."))
                        .answers(api::update)));
        if (kind == GuestType.QEMU) {
            endpoints.add(
                    api.change(Route.post(path + "/config", "update_vm_async", "Change the configuration in a task."))
                            .answers(api::updateInTask));
        }
        return endpoints;
    }

    private Route change(Route endpoint) {
        var privileges = kind == GuestType.QEMU
                ? new String[] {
                    "VM.Config.Disk",
                    "VM.Config.CDROM",
                    "VM.Config.CPU",
                    "VM.Config.Memory",
                    "VM.Config.Network",
                    "VM.Config.HWType",
                    "VM.Config.Options",
                    "VM.Config.Cloudinit"
                }
                : new String[] {
                    "VM.Config.Disk", "VM.Config.CPU", "VM.Config.Memory", "VM.Config.Network", "VM.Config.Options"
                };
        var changed = endpoint.permit(Permit.on("/vms/{vmid}", privileges))
                .takes(options.params())
                .takes(
                        Param.text("delete", "Options to remove, separated by commas.")
                                .orNone(),
                        Param.text("revert", "Options whose pending change is dropped.")
                                .orNone(),
                        Param.text("digest", "Refuse when the configuration has changed since.")
                                .orNone()
                                .upTo(40));
        return kind == GuestType.QEMU
                ? changed.takes(
                        Param.flag("skiplock", "Ignore locks; for root only.").orNone())
                : changed;
    }

    private Reply read(CheckedCall call) {
        var guest = call.guest(kind).require(call.world());
        var config = guest.config();
        var json = call.text("snapshot")
                .map(name -> SnapshotRoutes.options(guest, Snapshots.existing(guest, name)))
                .orElseGet(() -> options.json(call.flag("current") ? config.options() : config.wanted()));
        return Reply.of(json.put("digest", config.digest()));
    }

    private Reply pending(CheckedCall call) {
        var config = call.guest(kind).require(call.world()).config();
        var keys = new TreeSet<>(config.options().keySet());
        keys.addAll(config.pending().keySet());
        keys.addAll(config.pendingDeletes());
        var rows = DemoJson.array();
        for (var key : keys) {
            var row = rows.addObject().put("key", key);
            config.option(key).ifPresent(value -> options.put(row, "value", key, value));
            config.pending().entrySet().stream()
                    .filter(entry -> entry.getKey().equals(key))
                    .forEach(entry -> options.put(row, "pending", key, entry.getValue()));
            if (config.pendingDeletes().contains(key)) {
                row.put("delete", config.option(key).isPresent() ? 1 : 2);
            }
        }
        return Reply.of(withDigest(rows, config.digest()));
    }

    private static ArrayNode withDigest(ArrayNode rows, String digest) {
        rows.addObject().put("key", "digest").put("value", digest);
        return rows;
    }

    private Reply update(CheckedCall call) {
        var change = change(call);
        call.world().configuration().update(call.guest(kind), call.user(), change, () -> requireDeletes(call, change));
        return Reply.nothing();
    }

    private Reply updateInTask(CheckedCall call) {
        var change = change(call);
        requireDeletes(call, change);
        var ref = call.guest(kind);
        ref.require(call.world());
        if (change.set().isEmpty()
                && change.delete().isEmpty()
                && change.revert().isEmpty()) {
            return Reply.nothing();
        }
        var upid = call.world()
                .tasks()
                .start(
                        call.node(),
                        "qmconfig",
                        call.required("vmid"),
                        call.user(),
                        task -> task.then(Duration.ofMillis(300), step -> {
                            step.log(
                                    "update " + ref.require(call.world()).label() + ": " + ConfigChanges.spell(change));
                            call.world().configuration().update(ref, call.user(), change);
                        }));
        return Reply.of(upid.toString());
    }

    private ConfigChanges.Change change(CheckedCall call) {
        if (call.flag("skiplock")) {
            throw ApiError.parameter("skiplock", "Only root may use this option.");
        }
        var set = new TreeMap<>(call.values());
        set.keySet().removeAll(NOT_OPTIONS);
        var delete = names(call, "delete");
        var revert = names(call, "revert");
        delete.forEach(key -> requireDeletable(key, set.keySet()));
        set.keySet().forEach(key -> requireChangeable(call, key));
        return new ConfigChanges.Change(set, delete, revert, call.text("digest"));
    }

    /// Whether these options may be deleted is checked late: the log has a line of the attempt by then.
    private void requireDeletes(CheckedCall call, ConfigChanges.Change change) {
        change.delete().forEach(key -> requireChangeable(call, key));
    }

    private void requireDeletable(String key, Set<String> alsoSet) {
        if (options.find(key).isEmpty()) {
            throw ApiError.parameter("delete", "unknown option '" + key + "'");
        }
        if (alsoSet.contains(key)) {
            throw ApiError.parameter(
                    "delete", "you can't use '-" + key + "' and -delete " + key + "' at the same time");
        }
    }

    private void requireChangeable(CheckedCall call, String key) {
        var privilege = options.find(key).map(GuestOptions.Option::privilege).orElseThrow();
        if (privilege.isEmpty()) {
            throw ApiError.failed("only root can set '" + key + "' config");
        }
        call.require("/vms/" + call.required("vmid"), privilege);
    }

    private static List<String> names(CheckedCall call, String parameter) {
        return call.text(parameter)
                .map(names -> Arrays.stream(names.split("[,; ]+"))
                        .filter(name -> !name.isEmpty())
                        .toList())
                .orElse(List.of());
    }
}
