package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.Stamps;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.ResourceView;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.HighAvailability.Resource;
import io.github.proxmoxmcp.demo.world.HighAvailability.Service;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/cluster/ha`: guests that the cluster keeps running.
final class HaRoutes {
    private static final String RESOURCES = "/cluster/ha/resources";
    private static final String ONE = RESOURCES + "/{sid}";

    private HaRoutes() {}

    static List<Route> endpoints() {
        var audit = Permit.on("/", "Sys.Audit");
        var console = Permit.on("/", "Sys.Console");
        var options = List.of(
                Param.choice("state", "What is wanted.", "started", "stopped", "enabled", "disabled", "ignored")
                        .orNone(),
                Param.text("comment", "What it is for.").orNone().upTo(4_096),
                Param.integer("max_restart", "How often to try on one node.")
                        .orNone()
                        .from(0),
                Param.integer("max_relocate", "How often to try other nodes.")
                        .orNone()
                        .from(0),
                Param.flag("failback", "Return to a better node.").orNone());
        var sid = Param.text("sid", "The guest, such as vm:100.").as(ParameterFormat.HA_SID);
        var node = Param.text("node", "The node it goes to.").as(ParameterFormat.NODE);
        return List.of(
                Route.get(RESOURCES, "index", "The guests under management.")
                        .permit(audit)
                        .takes(Param.choice("type", "Only these.", "ct", "vm").orNone())
                        .answers(HaRoutes::list),
                Route.post(RESOURCES, "create", "Put a guest under management.")
                        .permit(console)
                        .returning("null")
                        .takes(
                                sid,
                                Param.choice("type", "Its kind.", "ct", "vm").orNone())
                        .takes(options)
                        .answers(HaRoutes::create),
                Route.get(ONE, "read", "One guest under management.")
                        .permit(audit)
                        .returning("object")
                        .answers(call -> Reply.of(row(existing(call)).put("digest", digest(call)))),
                Route.put(ONE, "update", "Change what is wanted of a guest.")
                        .permit(console)
                        .takes(options)
                        .takes(
                                Param.text("delete", "Options to remove.").orNone(),
                                Param.text("digest", "Refuse when it has changed since.")
                                        .orNone()
                                        .upTo(64))
                        .answers(HaRoutes::update),
                Route.delete(ONE, "delete", "Take a guest out of management.")
                        .permit(console)
                        .returning("null")
                        .takes(Param.flag("purge", "From rules too.").orNone())
                        .answers(HaRoutes::delete),
                Route.post(ONE + "/migrate", "migrate", "Ask for a move, live if it can.")
                        .permit(console)
                        .returning("object")
                        .takes(node)
                        .answers(HaRoutes::migrate),
                Route.get("/cluster/ha/status/current", "status", "What the manager does.")
                        .permit(audit)
                        .answers(HaRoutes::status));
    }

    private static Reply list(CheckedCall call) {
        var found = call.world().highAvailability().resources().stream()
                .filter(resource ->
                        call.text("type").map(resource.type()::equals).orElse(true))
                .toList();
        return Reply.of(DemoJson.rows(found, resource -> row(resource).put("digest", digest(call))));
    }

    private static ObjectNode row(Resource resource) {
        var row = DemoJson.object()
                .put("sid", resource.sid())
                .put("type", resource.type())
                .put("state", resource.requested());
        resource.comment().ifPresent(comment -> row.put("comment", comment));
        if (resource.maxRestart() != 1) {
            row.put("max_restart", resource.maxRestart());
        }
        if (!resource.failback()) {
            row.put("failback", 0);
        }
        if (resource.maxRelocate() != 1) {
            row.put("max_relocate", resource.maxRelocate());
        }
        return row;
    }

    private static Reply create(CheckedCall call) {
        var blank = new Resource(sid(call), "started", Optional.empty(), 1, 1, true, Service.NEW);
        call.world().highAvailability().create(changed(call, blank));
        return Reply.nothing();
    }

    private static Reply update(CheckedCall call) {
        call.world().highAvailability().update(changed(call, existing(call)));
        return Reply.nothing();
    }

    private static Reply delete(CheckedCall call) {
        call.world().highAvailability().delete(sid(call));
        return Reply.nothing();
    }

    private static Reply migrate(CheckedCall call) {
        var guest = guest(call, existing(call)).orElseThrow(() -> ApiError.failed("no such guest '" + sid(call) + "'"));
        var target = call.required("node");
        if (call.world().node(target).isEmpty()) {
            throw ApiError.failed("no such cluster node '" + target + "'");
        }
        call.world().highAvailability().migrate(guest, target, call.user());
        return Reply.of(DemoJson.object().put("sid", sid(call)).put("requested-node", target));
    }

    private static Resource changed(CheckedCall call, Resource before) {
        var gone = List.of(call.text("delete").orElse("").split("[,; ]+"));
        var state = call.text("state").orElse(gone.contains("state") ? "started" : before.requested());
        return new Resource(
                before.sid(),
                state.equals("enabled") ? "started" : state,
                call.text("comment").or(() -> gone.contains("comment") ? Optional.empty() : before.comment()),
                call.number("max_restart").orElse(gone.contains("max_restart") ? 1 : before.maxRestart()),
                call.number("max_relocate").orElse(gone.contains("max_relocate") ? 1 : before.maxRelocate()),
                call.text("failback").map("1"::equals).orElse(gone.contains("failback") || before.failback()),
                before.service());
    }

    private static Reply status(CheckedCall call) {
        var list = DemoJson.array();
        var now = call.world().now();
        var view = new ResourceView(call);
        var master = call.world()
                .highAvailability()
                .master()
                .map(SimulatedNode::name)
                .orElse(call.localNode());
        list.addObject()
                .put("id", "quorum")
                .put("type", "quorum")
                .put("node", call.localNode())
                .put("status", call.world().quorate() ? "OK" : "No quorum on node '" + call.localNode() + "'!")
                .put("quorate", call.world().quorate() ? 1 : 0);
        list.addObject()
                .put("id", "master")
                .put("type", "master")
                .put("node", master)
                .put("status", "%s (active, %s)".formatted(master, Stamps.unix(now)))
                .put("timestamp", now.getEpochSecond());
        list.addObject()
                .put("id", "fencing")
                .put("type", "fencing")
                .put("node", master)
                .put("status", "armed (CRM watchdog active)")
                .put("armed-state", "armed");
        call.world()
                .nodes()
                .forEach(node -> view.asOf(node.name())
                        .ifPresent(heard -> list.addObject()
                                .put("id", "lrm:" + node.name())
                                .put("type", "lrm")
                                .put("node", node.name())
                                .put(
                                        "status",
                                        "%s (%s, %s)"
                                                .formatted(node.name(), activity(call, view, node), Stamps.unix(heard)))
                                .put("timestamp", heard.getEpochSecond())));
        var manager = call.world().highAvailability();
        manager.resources().forEach(resource -> service(call, resource, requested(call, resource), list));
        manager.leaving().forEach(resource -> service(call, resource, "deleting", list));
        return Reply.of(list);
    }

    private static String activity(CheckedCall call, ResourceView view, SimulatedNode node) {
        if (!view.online(node)) {
            return "old timestamp - dead?";
        }
        boolean busy = call.world().highAvailability().resources().stream()
                .anyMatch(resource -> guest(call, resource)
                        .filter(guest -> guest.node().equals(node.name()))
                        .isPresent());
        return busy ? "active, watchdog active" : "idle, watchdog standby";
    }

    /// What the manager is at: it looks at a new request seconds later.
    private static String requested(CheckedCall call, Resource resource) {
        var state = resource.service().state();
        boolean runs = guest(call, resource).filter(SimulatedGuest::running).isPresent();
        return switch (resource.requested()) {
            case "started" ->
                state.filter(crm -> crm.equals("error") || crm.equals("migrate"))
                        .orElse(state.isEmpty() ? "queued" : runs ? "started" : "starting");
            case "stopped" ->
                state.map(crm -> crm.equals("started") ? "stopping" : crm).orElse("queued");
            case "disabled" ->
                state.filter(crm -> !crm.equals("stopped"))
                        .map(crm -> crm.equals("error") ? "clearing error flag" : crm)
                        .orElse("disabled");
            default -> resource.requested();
        };
    }

    private static void service(CheckedCall call, Resource resource, String state, ArrayNode list) {
        var row = row(resource);
        guest(call, resource)
                .ifPresent(guest -> row.put("node", guest.node())
                        .put("status", "%s (%s, %s)".formatted(resource.sid(), guest.node(), state)));
        resource.service().state().ifPresent(crm -> row.put("crm_state", crm));
        list.add(row.put("id", "service:" + resource.sid())
                .put("type", "service")
                .put("state", state)
                .put("request_state", resource.requested())
                .put("max_restart", resource.maxRestart())
                .put("max_relocate", resource.maxRelocate())
                .put("failback", resource.failback() ? 1 : 0));
    }

    private static Optional<SimulatedGuest> guest(CheckedCall call, Resource resource) {
        return call.world().guest(resource.vmid());
    }

    private static Resource existing(CheckedCall call) {
        var sid = sid(call);
        return call.world()
                .highAvailability()
                .find(sid)
                .orElseThrow(() -> ApiError.failed("no such resource '" + sid + "'"));
    }

    /// A bare number is completed with the kind of its guest.
    private static String sid(CheckedCall call) {
        var given = call.required("sid");
        if (given.contains(":")) {
            return given;
        }
        return call.world()
                .guest(Integer.parseInt(given))
                .map(guest -> (guest.kind().path().equals("qemu") ? "vm:" : "ct:") + given)
                .orElse("vm:" + given);
    }

    private static String digest(CheckedCall call) {
        return ConfigDigest.of(call.world().highAvailability().resources().stream()
                .map(HaRoutes::row)
                .toList()
                .toString());
    }
}
