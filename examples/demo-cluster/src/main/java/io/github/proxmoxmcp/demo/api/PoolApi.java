package io.github.proxmoxmcp.demo.api;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/pools`: groups of guests.
final class PoolApi {
    private PoolApi() {}

    static List<Endpoint> endpoints() {
        var type = Param.choice("type", "Only members of this type.", "qemu", "lxc", "storage")
                .orNone();
        return List.of(
                Endpoint.get("/pools", "index", "The pools, or one of them with its members.")
                        .permit(Permit.everybody("Lists the pools on which the caller has Pool.Audit."))
                        .takes(Param.text("poolid", "Only this pool.").orNone().as(Format.POOL_ID), type)
                        .answers(PoolApi::list),
                Endpoint.get("/pools/{poolid}", "read_pool", "One pool with its members.")
                        .permit(Permit.on("/pool/{poolid}", "Pool.Audit"))
                        .returning("object")
                        .takes(type)
                        .answers(call -> Reply.of(withMembers(call, call.required("poolid")))));
    }

    private static Reply list(Call call) {
        if (call.text("poolid").isPresent()) {
            var pool = call.required("poolid");
            call.require("/pool/" + pool, "Pool.Audit");
            return Reply.of(Json.array().add(withMembers(call, pool)));
        }
        var rows = new ResourceRows(call);
        var pools =
                call.world().pools().keySet().stream().filter(rows::seesPool).toList();
        return Reply.of(Json.rows(pools, pool -> bare(call, pool)));
    }

    private static ObjectNode bare(Call call, String pool) {
        var comment = Optional.ofNullable(call.world().pools().get(pool))
                .orElseThrow(() -> ApiError.failed("pool '" + pool + "' does not exist"));
        var row = Json.object().put("poolid", pool);
        return comment.isEmpty() ? row : row.put("comment", comment);
    }

    private static ObjectNode withMembers(Call call, String pool) {
        var row = bare(call, pool);
        var members = row.putArray("members");
        var rows = new ResourceRows(call);
        var type = call.text("type");
        call.world().guests().stream()
                .filter(guest -> guest.pool().equals(Optional.of(pool)) && rows.sees(guest))
                .filter(guest -> type.map(guest.kind().path()::equals).orElse(true))
                .forEach(guest -> {
                    var member = rows.guest(guest);
                    member.remove(List.of("pool", "tags"));
                    members.add(member);
                });
        return row;
    }
}
