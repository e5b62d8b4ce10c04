package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.TaskId;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.SimulatedTask;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/// `/nodes/{node}/tasks`: the tasks of one node, their state and their logs.
final class TaskRoutes {
    private static final String TASKS = "/nodes/{node}/tasks";
    private static final int DEFAULT_LIMIT = 50;

    private TaskRoutes() {}

    static List<Route> endpoints() {
        var own = Permit.everybody("Needs Sys.Audit on the node for tasks of other users.");
        return List.of(
                Route.get(TASKS, "node_tasks", "The tasks of a node, newest first.")
                        .permit(own)
                        .takes(filters())
                        .answers(TaskRoutes::list),
                Route.get(TASKS + "/{upid}/status", "read_task_status", "Whether a task runs, and how it ended.")
                        .permit(own)
                        .returning("object")
                        .answers(TaskRoutes::status),
                Route.get(TASKS + "/{upid}/log", "read_task_log", "The lines that a task has written.")
                        .permit(own)
                        .takes(
                                Param.integer("limit", "How many lines at most; 0 for all.")
                                        .orNone()
                                        .from(0),
                                Param.integer("start", "Skip this many lines.")
                                        .orNone()
                                        .from(0))
                        .answers(TaskRoutes::log),
                Route.delete(TASKS + "/{upid}", "stop_task", "Interrupt a running task.")
                        .permit(Permit.everybody("Needs Sys.Modify on the node for tasks of other users."))
                        .returning("null")
                        .answers(TaskRoutes::stop));
    }

    private static List<Param> filters() {
        return List.of(
                Param.flag("errors", "Only tasks that failed.").orNone(),
                Param.integer("limit", "How many tasks at most.").orNone().from(0),
                Param.integer("start", "Skip this many tasks.").orNone().from(0),
                Param.integer("since", "Only tasks that started after this time.")
                        .orNone(),
                Param.integer("until", "Only tasks that started before this time.")
                        .orNone(),
                Param.choice("source", "Ended tasks, running ones, or both.", "archive", "active", "all")
                        .orNone(),
                Param.text("statusfilter", "Kinds of exit status: ok, warning, error, unknown.")
                        .orNone(),
                Param.text("typefilter", "Only tasks of this type.").orNone(),
                Param.text("userfilter", "Only tasks of users with this text in their name.")
                        .orNone(),
                Param.integer("vmid", "Only tasks of this guest.").orNone());
    }

    private static Reply list(CheckedCall call) {
        boolean all = call.may("/nodes/" + call.node(), "Sys.Audit");
        var source = call.text("source").orElse("archive");
        var found = call.world().tasks().of(call.node()).stream()
                .filter(task -> all || task.upid().user().equals(call.user()))
                .filter(task -> source.equals("all") || task.running() == source.equals("active"))
                .filter(task -> matches(call, task))
                .toList();
        var page = found.stream()
                .skip(call.number("start").orElse(0))
                .limit(call.number("limit").orElse(DEFAULT_LIMIT))
                .toList();
        return Reply.of(DemoJson.rows(page, TaskRoutes::row)).withTotal(found.size());
    }

    private static boolean matches(CheckedCall call, SimulatedTask task) {
        var upid = task.upid();
        var kind = kind(task);
        return (!call.flag("errors") || kind.equals("error") || kind.equals("unknown"))
                && call.text("statusfilter")
                        .map(wanted -> List.of(wanted.split(",")).contains(kind))
                        .orElse(true)
                && call.text("typefilter").map(upid.type()::equals).orElse(true)
                && call.text("vmid").map(upid.id()::equals).orElse(true)
                && call.text("userfilter").map(upid.user()::contains).orElse(true)
                && upid.starttime() >= call.number("since").orElse(0)
                && upid.starttime() <= call.number("until").orElse(Integer.MAX_VALUE);
    }

    private static String kind(SimulatedTask task) {
        var status = task.exitStatus().orElse("unexpected status");
        if (status.equals("OK")) {
            return "ok";
        }
        if (status.startsWith("WARNINGS: ")) {
            return "warning";
        }
        return status.equals("unexpected status") ? "unknown" : "error";
    }

    private static ObjectNode row(SimulatedTask task) {
        var row = TaskFields.identity(task)
                .put("pid", task.upid().pid())
                .put("pstart", task.upid().pstart());
        if (task.running()) {
            row.remove("tokenid");
            return row.put("user", task.upid().user()).put("status", "RUNNING").put("saved", "0");
        }
        task.ended().ifPresent(end -> row.put("endtime", end.getEpochSecond()));
        return row.put("status", task.exitStatus().orElse(""));
    }

    private static Reply status(CheckedCall call) {
        var task = task(call, "Sys.Audit");
        var row = TaskFields.identity(task)
                .put("pid", task.upid().pid())
                .put("pstart", task.upid().pstart())
                .put("status", task.running() ? "running" : "stopped");
        task.exitStatus().ifPresent(status -> row.put("exitstatus", status));
        return Reply.of(row);
    }

    private static Reply log(CheckedCall call) {
        var lines = task(call, "Sys.Audit").log();
        if (lines.isEmpty()) {
            return Reply.of(DemoJson.array().add(DemoJson.object().put("n", 1).put("t", "no content")))
                    .withTotal(1);
        }
        int limit = call.number("limit").orElse(DEFAULT_LIMIT);
        int from = Math.min(lines.size(), call.number("start").orElse(0));
        int to = limit == 0 ? lines.size() : (int) Math.min(lines.size(), (long) from + limit);
        var page = IntStream.range(from, to).boxed().toList();
        return Reply.of(DemoJson.rows(
                        page, index -> DemoJson.object().put("n", index + 1).put("t", lines.get(index))))
                .withTotal(lines.size());
    }

    private static Reply stop(CheckedCall call) {
        call.world().tasks().interrupt(task(call, "Sys.Modify"));
        return Reply.nothing();
    }

    private static SimulatedTask task(CheckedCall call, String privilege) {
        var upid = TaskId.parse(call.required("upid"))
                .orElseThrow(() -> ApiError.parameter("upid", "unable to parse worker upid"));
        if (!upid.user().equals(call.user())) {
            call.require("/nodes/" + call.node(), privilege);
        }
        return Optional.of(upid)
                .filter(named -> named.node().equals(call.node()))
                .flatMap(call.world().tasks()::find)
                .orElseThrow(() -> ApiError.parameter("upid", "no such task"));
    }
}
