package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.ResourceView;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.ClusterLog;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import io.github.proxmoxmcp.demo.world.SimulatedTask;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `/cluster`: what concerns all nodes.
final class ClusterRoutes {
    private static final int RECENT_TASKS_OF_A_NODE = 25;
    private static final int DEFAULT_LOG_LINES = 50;

    private ClusterRoutes() {}

    static List<Route> endpoints() {
        return List.of(
                Route.get(
                                "/cluster/resources",
                                "resources",
                                "Everything in the cluster that the caller may see, in one list.")
                        .takes(Param.choice("type", "Only resources of this type.", "vm", "storage", "node", "sdn")
                                .orNone())
                        .answers(ClusterRoutes::resources),
                Route.get("/cluster/status", "get_status", "Quorum, and which nodes are members.")
                        .permit(Permit.on("/", "Sys.Audit"))
                        .answers(ClusterRoutes::status),
                Route.get("/cluster/ceph/status", "status", "How Ceph is.")
                        .permit(Permit.on("/", "Sys.Audit", "Datastore.Audit"))
                        .answers(ClusterRoutes::ceph),
                Route.get("/cluster/tasks", "tasks", "The latest tasks of every node.")
                        .answers(ClusterRoutes::tasks),
                Route.get("/cluster/nextid", "nextid", "The lowest number that no guest has.")
                        .returning("integer")
                        .takes(Param.integer("vmid", "Fail unless this number is free.")
                                .orNone()
                                .as(ParameterFormat.VMID))
                        .answers(ClusterRoutes::nextId),
                Route.get("/cluster/log", "log", "The cluster's log, newest first.")
                        .permit(Permit.everybody("Needs Sys.Syslog on / for the lines of other users."))
                        .takes(Param.integer("max", "How many lines.").orNone().from(1))
                        .answers(ClusterRoutes::log));
    }

    private static Reply resources(CheckedCall call) {
        var rows = new ResourceRows(call);
        var list = DemoJson.array();
        var type = call.text("type").orElse("");
        var world = call.world();
        if (type.isEmpty()) {
            world.pools().comments().keySet().stream()
                    .filter(rows::seesPool)
                    .map(rows::pool)
                    .forEach(list::add);
        }
        if (type.isEmpty() || type.equals("vm")) {
            world.guests().stream().filter(rows::sees).map(rows::guest).forEach(list::add);
        }
        if (type.isEmpty() || type.equals("node")) {
            world.nodes().forEach(node -> list.add(rows.node(node)));
        }
        if (type.isEmpty() || type.equals("storage")) {
            for (var node : world.nodes()) {
                world.storages().stream()
                        .filter(storage -> storage.on(node.name()) && rows.sees(storage))
                        .forEach(storage -> list.add(rows.storage(storage, node)));
            }
        }
        if ((type.isEmpty() || type.equals("sdn")) && call.may("/sdn/zones/localnetwork", "SDN.Audit")) {
            world.nodes().forEach(node -> list.add(rows.network(node)));
        }
        return Reply.of(list);
    }

    private static Reply status(CheckedCall call) {
        var world = call.world();
        var view = new ResourceView(call);
        var list = DemoJson.array();
        list.add(DemoJson.object()
                .put("id", "cluster")
                .put("type", "cluster")
                .put("name", "demo")
                .put("version", world.nodes().size())
                .put("nodes", world.nodes().size())
                .put("quorate", world.quorate() ? 1 : 0));
        world.nodes().forEach(node -> list.add(member(call, view, node)));
        return Reply.of(list);
    }

    /// With one OSD and one monitor a node.
    private static Reply ceph(CheckedCall call) {
        var view = new ResourceView(call);
        long down =
                call.world().nodes().stream().filter(node -> !view.online(node)).count();
        var checks = DemoJson.object();
        if (down > 0) {
            checks.set("OSD_DOWN", trouble(down + " osds down"));
            checks.set("MON_DOWN", trouble(down + "/" + call.world().nodes().size() + " mons down"));
        }
        var health = DemoJson.object().put("status", down > 0 ? "HEALTH_WARN" : "HEALTH_OK");
        health.set("checks", checks);
        return Reply.of(DemoJson.object().set("health", health));
    }

    private static ObjectNode trouble(String message) {
        var trouble = DemoJson.object().put("severity", "HEALTH_WARN").put("muted", false);
        trouble.set("summary", DemoJson.object().put("message", message));
        return trouble;
    }

    private static ObjectNode member(CheckedCall call, ResourceView view, SimulatedNode node) {
        return DemoJson.object()
                .put("id", "node/" + node.name())
                .put("type", "node")
                .put("name", node.name())
                .put("nodeid", node.number())
                .put("ip", node.address())
                .put("local", node.name().equals(call.localNode()) ? 1 : 0)
                .put("online", view.online(node) ? 1 : 0)
                .put("level", "");
    }

    private static Reply tasks(CheckedCall call) {
        var list = DemoJson.array();
        for (var node : call.world().nodes()) {
            boolean all = call.may("/nodes/" + node.name(), "Sys.Audit");
            call.world().tasks().of(node.name()).stream()
                    .limit(RECENT_TASKS_OF_A_NODE)
                    .filter(task -> all || task.upid().user().equals(call.user()))
                    .forEach(task -> list.add(task(task)));
        }
        return Reply.of(list);
    }

    private static ObjectNode task(SimulatedTask task) {
        var row = TaskFields.identity(task);
        if (task.running()) {
            return row.put("pid", task.upid().pid());
        }
        task.ended().ifPresent(end -> row.put("endtime", end.getEpochSecond()));
        return row.put("status", task.exitStatus().orElse("")).put("saved", "1");
    }

    private static Reply nextId(CheckedCall call) {
        var wanted = call.number("vmid");
        if (wanted.isPresent() && call.world().guest(wanted.getAsInt()).isPresent()) {
            throw ApiError.parameter("vmid", "VM " + wanted.getAsInt() + " already exists");
        }
        int free = 100;
        while (wanted.isEmpty() && call.world().guest(free).isPresent()) {
            free++;
        }
        return Reply.of(Integer.toString(wanted.orElse(free)));
    }

    private static Reply log(CheckedCall call) {
        boolean all = call.may("/", "Sys.Syslog");
        var lines = call.world().log().lines().stream()
                .filter(line -> all || line.source().user().equals(call.user()))
                .limit(call.number("max").orElse(DEFAULT_LOG_LINES))
                .toList();
        return Reply.of(DemoJson.rows(lines, ClusterRoutes::line));
    }

    private static ObjectNode line(ClusterLog.Line line) {
        return DemoJson.object()
                .put("uid", Long.toString(line.uid()))
                .put("id", line.uid() + ":" + line.node())
                .put("time", line.time().getEpochSecond())
                .put("node", line.node())
                .put("user", line.source().user())
                .put("pid", line.source().pid())
                .put("tag", line.source().tag())
                .put("pri", line.priority())
                .put("msg", line.message());
    }
}
