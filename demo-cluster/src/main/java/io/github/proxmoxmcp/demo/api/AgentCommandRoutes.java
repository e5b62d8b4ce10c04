package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.GuestAgents;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// What the agent inside a machine is asked: its system, its file systems, files, and commands to run.
final class AgentCommandRoutes {
    private static final String PATH = GuestRoutes.path(GuestType.QEMU) + "/agent/";
    private static final List<String> SUPPORTED = List.of(
            "guest-ping",
            "guest-info",
            "guest-get-osinfo",
            "guest-get-fsinfo",
            "guest-get-host-name",
            "guest-get-time",
            "guest-network-get-interfaces",
            "guest-exec",
            "guest-exec-status",
            "guest-file-open",
            "guest-file-read",
            "guest-file-write",
            "guest-file-close");

    private AgentCommandRoutes() {}

    static List<Route> endpoints() {
        var audit = Permit.on("/vms/{vmid}", "VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted");
        var all = Permit.on("/vms/{vmid}", "VM.GuestAgent.Unrestricted");
        return List.of(
                Route.post(PATH + "ping", "ping", "Whether the agent answers.")
                        .permit(audit)
                        .returning("object")
                        .answers(asked((call, guest) -> DemoJson.object())),
                Route.get(PATH + "info", "info", "What the agent can do.")
                        .permit(audit)
                        .returning("object")
                        .answers(asked((call, guest) -> info())),
                Route.get(PATH + "get-osinfo", "get-osinfo", "The guest's system.")
                        .permit(audit)
                        .returning("object")
                        .answers(asked((call, guest) -> system())),
                Route.get(PATH + "get-fsinfo", "get-fsinfo", "The guest's file systems.")
                        .permit(audit)
                        .returning("object")
                        .answers(asked((call, guest) -> fileSystems(guest))),
                Route.get(PATH + "get-host-name", "get-host-name", "The guest's own name.")
                        .permit(audit)
                        .returning("object")
                        .answers(asked((call, guest) -> DemoJson.object().put("host-name", guest.name()))),
                Route.get(PATH + "get-time", "get-time", "The guest's clock, in nanoseconds.")
                        .permit(audit)
                        .returning("object")
                        .answers(asked((call, guest) -> DemoJson.number(
                                Math.multiplyExact(call.world().now().toEpochMilli(), 1_000_000L)))),
                Route.post(PATH + "exec", "exec", "Run a command in the guest.")
                        .permit(all)
                        .returning("object")
                        .takes(
                                Param.list("command", "The command and its arguments."),
                                Param.text("input-data", "What it reads.")
                                        .orNone()
                                        .upTo(65_536))
                        .answers(AgentCommandRoutes::run),
                Route.get(PATH + "exec-status", "exec-status", "How a command ended.")
                        .permit(all)
                        .returning("object")
                        .takes(Param.integer("pid", "What exec answered."))
                        .answers(AgentCommandRoutes::outcome),
                Route.get(PATH + "file-read", "file-read", "Read a file of the guest.")
                        .permit(Permit.on("/vms/{vmid}", "VM.GuestAgent.FileRead", "VM.GuestAgent.Unrestricted"))
                        .returning("object")
                        .takes(Param.text("file", "Its path."))
                        .answers(AgentCommandRoutes::read),
                Route.post(PATH + "file-write", "file-write", "Write a file of the guest.")
                        .permit(Permit.on("/vms/{vmid}", "VM.GuestAgent.FileWrite", "VM.GuestAgent.Unrestricted"))
                        .returning("null")
                        .takes(
                                Param.text("file", "Its path."),
                                Param.text("content", "What stands in it.").upTo(61_440),
                                Param.flag("encode", "Whether the content is still to be encoded.")
                                        .orNone())
                        .answers(AgentCommandRoutes::write));
    }

    /// Answers stand in `result`, as the agent itself gives them.
    private static Function<CheckedCall, Reply> asked(BiFunction<CheckedCall, SimulatedGuest, JsonNode> what) {
        return call -> {
            var result = DemoJson.object();
            result.set("result", what.apply(call, AgentRoutes.answering(call)));
            return Reply.of(result);
        };
    }

    private static JsonNode info() {
        var info = DemoJson.object().put("version", "10.0.6");
        var commands = info.putArray("supported_commands");
        SUPPORTED.forEach(name ->
                commands.addObject().put("name", name).put("enabled", true).put("success-response", true));
        return info;
    }

    private static JsonNode system() {
        return DemoJson.object()
                .put("id", "debian")
                .put("name", "Debian GNU/Linux")
                .put("pretty-name", "Debian GNU/Linux 13 (trixie)")
                .put("version-id", "13")
                .put("kernel-release", GuestAgents.kernel())
                .put("kernel-version", "#1 SMP PREEMPT_DYNAMIC Debian")
                .put("machine", "x86_64");
    }

    private static JsonNode fileSystems(SimulatedGuest guest) {
        var list = DemoJson.array();
        long size = Disk.bootSize(guest.kind(), guest.config().options());
        var root = list.addObject()
                .put("name", "sda1")
                .put("mountpoint", "/")
                .put("type", "ext4")
                .put("total-bytes", size)
                .put("used-bytes", size / 3);
        root.putArray("disk").addObject().put("bus-type", "scsi").put("dev", "/dev/sda1");
        return list;
    }

    /// A missing program ends the connection: its error has typographic quotes, which the proxy chokes on.
    private static Reply run(CheckedCall call) {
        var guest = AgentRoutes.answering(call);
        int pid = call.world()
                .agents()
                .run(guest, call.list("command"), call.text("input-data").orElse(""))
                .orElseThrow(() -> ApiError.bare(596, "Broken pipe"));
        return Reply.of(DemoJson.object().put("pid", pid));
    }

    private static Reply outcome(CheckedCall call) {
        var outcome = call.world()
                .agents()
                .outcome(AgentRoutes.answering(call), call.number("pid").orElse(0))
                .orElseThrow(() -> ApiError.failed("Agent error: Invalid parameter 'pid'"));
        var json = DemoJson.object().put("exited", 1).put("exitcode", outcome.exitCode());
        if (!outcome.out().isEmpty()) {
            json.put("out-data", outcome.out()).put("out-truncated", 0);
        }
        if (!outcome.err().isEmpty()) {
            json.put("err-data", outcome.err()).put("err-truncated", 0);
        }
        return Reply.of(json);
    }

    private static Reply read(CheckedCall call) {
        var file = call.required("file");
        var content = call.world()
                .agents()
                .read(AgentRoutes.answering(call), file)
                .orElseThrow(() -> ApiError.failed(
                        "Agent error: failed to open file '" + file + "' (mode: 'r'): No such file or directory"));
        return Reply.of(DemoJson.object().put("content", content).put("bytes-read", GuestAgents.length(content)));
    }

    private static Reply write(CheckedCall call) {
        call.world().agents().write(AgentRoutes.answering(call), call.required("file"), call.required("content"));
        return Reply.nothing();
    }
}
