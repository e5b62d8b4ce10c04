package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.ResourceView;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.LoadCurves;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// `/version` and `/nodes`: the nodes themselves.
final class NodeRoutes {
    private static final String RELEASE = "9.2";
    private static final String VERSION = "9.2.11";
    private static final String REPOSITORY = "14a22df35955d97d";
    private static final String KERNEL = "6.17.13-3-pve";
    private static final String KERNEL_BUILD = "#1 SMP PREEMPT_DYNAMIC PMX 6.17.13-3";

    private final String fingerprint;

    private NodeRoutes(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    static List<Route> endpoints(String fingerprint) {
        var api = new NodeRoutes(fingerprint);
        return List.of(
                Route.get("/version", "version", "Version of the cluster's software.")
                        .returning("object")
                        .answers(call -> Reply.of(version())),
                Route.get("/nodes", "index", "The nodes; their numbers only for those who may audit them.")
                        .answers(api::list),
                Route.get("/nodes/{node}/status", "status", "Hardware, load and memory of a node.")
                        .permit(Permit.on("/nodes/{node}", "Sys.Audit"))
                        .returning("object")
                        .answers(NodeRoutes::status),
                Route.get("/nodes/{node}/version", "version", "Version of a node's software.")
                        .returning("object")
                        .answers(call -> Reply.of(version())),
                Route.get("/nodes/{node}/time", "time", "The node's clock.")
                        .permit(Permit.on("/nodes/{node}", "Sys.Audit"))
                        .returning("object")
                        .answers(NodeRoutes::time));
    }

    private static ObjectNode version() {
        return DemoJson.object().put("version", VERSION).put("release", RELEASE).put("repoid", REPOSITORY);
    }

    private Reply list(CheckedCall call) {
        var rows = new ResourceRows(call);
        return Reply.of(DemoJson.rows(call.world().nodes(), node -> {
            var row = rows.bareNode(node).put("ssl_fingerprint", fingerprint);
            if (call.may("/nodes/" + node.name(), "Sys.Audit")) {
                rows.numbers(node, row);
            }
            return row;
        }));
    }

    private static Reply time(CheckedCall call) {
        long now = call.world().now().getEpochSecond();
        return Reply.of(
                DemoJson.object().put("timezone", "Etc/UTC").put("time", now).put("localtime", now));
    }

    private static Reply status(CheckedCall call) {
        var node = call.world().node(call.node()).orElseThrow();
        var reading = new ResourceView(call).reading(node).orElseThrow();
        var status = DemoJson.object()
                .put("uptime", reading.uptime())
                .put("cpu", reading.cpu())
                .put("wait", reading.cpu() / 50)
                .put("idle", 0)
                .put("pveversion", "pve-manager/" + VERSION + "/" + REPOSITORY)
                .put("kversion", "Linux " + KERNEL + " " + KERNEL_BUILD);
        status.putObject("boot-info").put("mode", "efi").put("secureboot", 0);
        status.putObject("current-kernel")
                .put("sysname", "Linux")
                .put("release", KERNEL)
                .put("version", KERNEL_BUILD)
                .put("machine", "x86_64");
        status.putObject("memory")
                .put("total", node.memory())
                .put("used", reading.memory())
                .put("free", node.memory() - reading.memory())
                .put("available", node.memory() - reading.memory());
        status.putObject("rootfs")
                .put("total", node.disk())
                .put("used", node.disk() / 4)
                .put("free", node.disk() - node.disk() / 4)
                .put("avail", node.disk() - node.disk() / 4);
        status.putObject("swap").put("total", 0).put("used", 0).put("free", 0);
        status.putObject("ksm").put("shared", 0);
        status.set("cpuinfo", processor(node));
        loads(call, node, reading.cpu(), status);
        return Reply.of(status);
    }

    private static void loads(CheckedCall call, SimulatedNode node, double cpu, ObjectNode status) {
        var loads = status.putArray("loadavg");
        for (int minutes : new int[] {1, 5, 15}) {
            double load = cpu
                    * node.cores()
                    * (1 + 0.1 * LoadCurves.wave(minutes, call.world().now()));
            loads.add(String.format(Locale.ROOT, "%.2f", load));
        }
    }

    private static ObjectNode processor(SimulatedNode node) {
        return DemoJson.object()
                .put("model", "AMD EPYC 7313 16-Core Processor")
                .put("vendor", "AuthenticAMD")
                .put("family", "25")
                .put("mhz", "3000.000")
                .put("sockets", 1)
                .put("cores", node.cores() / 2)
                .put("cpus", node.cores())
                .put("user_hz", 100)
                .put("hvm", "1")
                .put("flags", "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov svm aes avx avx2");
    }
}
