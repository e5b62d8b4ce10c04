package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/pools`: groups of guests and storages.
final class PoolRoutes {
    private PoolRoutes() {}

    static List<Route> endpoints() {
        var type = Param.choice("type", "Only members of this type.", "qemu", "lxc", "storage")
                .orNone();
        var name = Param.text("poolid", "Name of the pool.").as(ParameterFormat.POOL_ID);
        return List.of(
                Route.get("/pools", "index", "The pools, or one of them with its members.")
                        .permit(Permit.everybody("Lists the pools on which the caller has Pool.Audit."))
                        .takes(Param.text("poolid", "Only this pool.").orNone().as(ParameterFormat.POOL_ID), type)
                        .answers(PoolRoutes::list),
                Route.get("/pools/{poolid}", "read_pool", "One pool with its members.")
                        .permit(Permit.on("/pool/{poolid}", "Pool.Audit"))
                        .returning("object")
                        .takes(type)
                        .answers(call -> Reply.of(withMembers(call, call.required("poolid"), false))),
                Route.post("/pools", "create_pool", "Make a pool.")
                        .permit(Permit.on("/pool/{poolid}", "Pool.Allocate"))
                        .returning("null")
                        .takes(name, Param.text("comment", "What it is for.").orNone())
                        .answers(PoolRoutes::create),
                change(Route.put("/pools", "update_pool", "Change a pool.").takes(name)),
                change(Route.put("/pools/{poolid}", "update_pool_deprecated", "Change a pool.")),
                remove(Route.delete("/pools", "delete_pool", "Remove an empty pool.")
                        .takes(name)),
                remove(Route.delete("/pools/{poolid}", "delete_pool_deprecated", "Remove an empty pool.")));
    }

    private static Route change(Route endpoint) {
        return endpoint.permit(Permit.on("/pool/{poolid}", "Pool.Allocate"))
                .takes(
                        Param.text("comment", "What it is for.").orNone(),
                        Param.text("vms", "Guests to add or remove.").orNone().as(ParameterFormat.VMIDS),
                        Param.text("storage", "Storages to add or remove.").orNone(),
                        Param.flag("delete", "Remove them instead of adding them.")
                                .orNone(),
                        Param.flag("allow-move", "Even from another pool.").orNone())
                .answers(PoolRoutes::update);
    }

    private static Route remove(Route endpoint) {
        return endpoint.permit(Permit.on("/pool/{poolid}", "Pool.Allocate"))
                .returning("null")
                .answers(call -> {
                    call.world().pools().delete(call.required("poolid"));
                    return Reply.nothing();
                });
    }

    private static Reply create(CheckedCall call) {
        call.world()
                .pools()
                .create(call.required("poolid"), call.text("comment").orElse(""));
        return Reply.nothing();
    }

    private static Reply update(CheckedCall call) {
        call.world()
                .pools()
                .update(
                        call.required("poolid"),
                        call.text("comment"),
                        words(call, "vms").stream().map(Integer::parseInt).toList(),
                        words(call, "storage"),
                        call.flag("delete"),
                        call.flag("allow-move"));
        return Reply.nothing();
    }

    private static List<String> words(CheckedCall call, String parameter) {
        return call.text(parameter).stream()
                .flatMap(list -> Arrays.stream(list.split("[,; ]+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Reply list(CheckedCall call) {
        if (call.text("poolid").isPresent()) {
            return Reply.of(DemoJson.array().add(withMembers(call, call.required("poolid"), true)));
        }
        var rows = new ResourceRows(call);
        var pools = call.world().pools().comments().keySet().stream()
                .filter(rows::seesPool)
                .toList();
        return Reply.of(DemoJson.rows(pools, pool -> bare(call, pool)));
    }

    private static ObjectNode bare(CheckedCall call, String pool) {
        var comment = Optional.ofNullable(call.world().pools().comments().get(pool))
                .orElseThrow(() -> ApiError.failed("pool '" + pool + "' does not exist"));
        var row = DemoJson.object().put("poolid", pool);
        return comment.isEmpty() ? row : row.put("comment", comment);
    }

    /// @param unchecked as Proxmox answers `?poolid=`: whoever asks is shown all members
    private static ObjectNode withMembers(CheckedCall call, String pool, boolean unchecked) {
        var row = bare(call, pool);
        var members = row.putArray("members");
        var rows = new ResourceRows(call);
        var type = call.text("type");
        call.world().guests().stream()
                .filter(guest -> guest.pool().equals(Optional.of(pool)) && (unchecked || rows.sees(guest)))
                .filter(guest -> type.map(guest.kind().path()::equals).orElse(true))
                .forEach(guest -> {
                    var member = rows.guest(guest);
                    member.remove(List.of("pool", "tags", "hastate"));
                    members.add(member);
                });
        call.world().pools().storages(pool).stream()
                .flatMap(id -> call.world().storage(id).stream())
                .filter(storage -> (unchecked || rows.sees(storage))
                        && type.map("storage"::equals).orElse(true))
                .forEach(storage -> call.world().nodes().stream()
                        .filter(node -> storage.on(node.name()))
                        .limit(storage.shared() ? 1 : Long.MAX_VALUE)
                        .forEach(node -> members.add(rows.storage(storage, node))));
        return row;
    }
}
