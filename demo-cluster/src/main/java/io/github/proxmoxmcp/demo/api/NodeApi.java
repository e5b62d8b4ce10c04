package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.Call;
import io.github.proxmoxmcp.demo.route.Endpoint;
import io.github.proxmoxmcp.demo.route.Json;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.View;
import io.github.proxmoxmcp.demo.world.Gauges;
import io.github.proxmoxmcp.demo.world.Node;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// `/version` and `/nodes`: the nodes themselves.
final class NodeApi {
    private static final String RELEASE = "9.2";
    private static final String VERSION = "9.2.11";
    private static final String REPOSITORY = "14a22df35955d97d";
    private static final String KERNEL = "6.17.13-3-pve";
    private static final String KERNEL_BUILD = "#1 SMP PREEMPT_DYNAMIC PMX 6.17.13-3";

    private final String fingerprint;

    private NodeApi(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    static List<Endpoint> endpoints(String fingerprint) {
        var api = new NodeApi(fingerprint);
        return List.of(
                Endpoint.get("/version", "version", "Version of the cluster's software.")
                        .returning("object")
                        .answers(call -> Reply.of(version())),
                Endpoint.get("/nodes", "index", "The nodes; their numbers only for those who may audit them.")
                        .answers(api::list),
                Endpoint.get("/nodes/{node}/status", "status", "Hardware, load and memory of a node.")
                        .permit(Permit.on("/nodes/{node}", "Sys.Audit"))
                        .returning("object")
                        .answers(NodeApi::status),
                Endpoint.get("/nodes/{node}/version", "version", "Version of a node's software.")
                        .returning("object")
                        .answers(call -> Reply.of(version())),
                Endpoint.get("/nodes/{node}/time", "time", "The node's clock.")
                        .permit(Permit.on("/nodes/{node}", "Sys.Audit"))
                        .returning("object")
                        .answers(NodeApi::time));
    }

    private static ObjectNode version() {
        return Json.object().put("version", VERSION).put("release", RELEASE).put("repoid", REPOSITORY);
    }

    private Reply list(Call call) {
        var rows = new ResourceRows(call);
        return Reply.of(Json.rows(call.world().nodes(), node -> {
            var row = rows.bareNode(node).put("ssl_fingerprint", fingerprint);
            if (call.may("/nodes/" + node.name(), "Sys.Audit")) {
                rows.numbers(node, row);
            }
            return row;
        }));
    }

    private static Reply time(Call call) {
        long now = call.world().now().getEpochSecond();
        return Reply.of(
                Json.object().put("timezone", "Etc/UTC").put("time", now).put("localtime", now));
    }

    private static Reply status(Call call) {
        var node = call.world().node(call.node()).orElseThrow();
        var reading = new View(call).reading(node).orElseThrow();
        var status = Json.object()
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

    private static void loads(Call call, Node node, double cpu, ObjectNode status) {
        var loads = status.putArray("loadavg");
        for (int minutes : new int[] {1, 5, 15}) {
            double load = cpu
                    * node.cores()
                    * (1 + 0.1 * Gauges.wave(minutes, call.world().now()));
            loads.add(String.format(Locale.ROOT, "%.2f", load));
        }
    }

    private static ObjectNode processor(Node node) {
        return Json.object()
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
