package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// `/cluster/options` and `/cluster/config`: how the cluster as a whole is set up.
final class ClusterOptionsRoutes {
    private static final List<String> WORDS = List.of(
            "bwlimit",
            "console",
            "crs",
            "description",
            "email_from",
            "fencing",
            "ha",
            "http_proxy",
            "keyboard",
            "language",
            "mac_prefix",
            "migration",
            "next-id",
            "notify",
            "registered-tags",
            "tag-style",
            "user-tag-access");

    /// Objects in answers, where requests have property strings.
    private static final Set<String> OBJECTS =
            Set.of("bwlimit", "crs", "ha", "migration", "next-id", "notify", "tag-style", "user-tag-access");

    private ClusterOptionsRoutes() {}

    static List<Route> endpoints() {
        return List.of(
                Route.get("/cluster/options", "get_options", "The options of the cluster.")
                        .permit(Permit.everybody("Sys.Audit on / for all of them."))
                        .returning("object")
                        .answers(ClusterOptionsRoutes::read),
                Route.put("/cluster/options", "set_options", "Change the options of the cluster.")
                        .permit(Permit.on("/", "Sys.Modify"))
                        .takes(WORDS.stream()
                                .map(word -> Param.text(word, "As the interface has it.")
                                        .orNone())
                                .toList())
                        .takes(
                                Param.integer("max_workers", "How many tasks at once.")
                                        .orNone()
                                        .from(1),
                                Param.text("delete", "Options to remove.").orNone())
                        .answers(ClusterOptionsRoutes::change),
                Route.get("/cluster/config/nodes", "nodes", "The members as corosync knows them.")
                        .permit(Permit.on("/", "Sys.Audit"))
                        .answers(call -> Reply.of(DemoJson.rows(
                                call.world().nodes(),
                                node -> DemoJson.object()
                                        .put("name", node.name())
                                        .put("node", node.name())
                                        .put("nodeid", Integer.toString(node.number()))
                                        .put("quorum_votes", "1")
                                        .put("ring0_addr", node.address())))));
    }

    private static Reply read(CheckedCall call) {
        var json = DemoJson.object();
        boolean all = call.may("/", "Sys.Audit");
        call.world().options().all().forEach((key, value) -> {
            if (!all && !key.equals("console") && !key.equals("tag-style")) {
                return;
            }
            if (OBJECTS.contains(key)) {
                var object = json.putObject(key);
                for (var part : value.split(",")) {
                    var pair = part.split("=", 2);
                    object.put(pair.length > 1 ? pair[0] : "type", pair[pair.length - 1]);
                }
            } else if (key.equals("registered-tags")) {
                var tags = json.putArray(key);
                Arrays.stream(value.split("[;, ]+")).forEach(tags::add);
            } else {
                json.put(key, value);
            }
        });
        var tags = json.putArray("allowed-tags");
        call.world().options().tags().forEach(tags::add);
        return Reply.of(json);
    }

    private static Reply change(CheckedCall call) {
        if (!call.world().quorate()) {
            throw ApiError.failed("cfs-lock 'file-datacenter_cfg' error: no quorum!");
        }
        call.values().forEach((key, value) -> {
            if (!key.equals("delete")) {
                call.world().options().set(key, value);
            }
        });
        call.text("delete")
                .ifPresent(gone ->
                        Arrays.stream(gone.split("[,; ]+")).forEach(call.world().options()::delete));
        return Reply.nothing();
    }
}
