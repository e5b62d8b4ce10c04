package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.LoadCurves;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/// What a node's own system is made of: network, services, disks, packages, certificates.
final class NodeSystemRoutes {
    private static final String NODE = "/nodes/{node}";
    private static final List<String> SERVICES = List.of(
            "chrony",
            "corosync",
            "cron",
            "ksmtuned",
            "lxcfs",
            "postfix",
            "proxmox-firewall",
            "pve-cluster",
            "pve-firewall",
            "pve-ha-crm",
            "pve-ha-lrm",
            "pve-lxc-syscalld",
            "pvedaemon",
            "pvefw-logger",
            "pveproxy",
            "pvescheduler",
            "pvestatd",
            "qmeventd",
            "spiceproxy",
            "sshd",
            "syslog",
            "systemd-journald",
            "systemd-timesyncd");
    private static final Set<String> NOT_INSTALLED = Set.of("ksmtuned", "syslog", "systemd-timesyncd");

    private final String fingerprint;

    private NodeSystemRoutes(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    static List<Route> endpoints(String fingerprint) {
        var api = new NodeSystemRoutes(fingerprint);
        var audit = Permit.on(NODE, "Sys.Audit");
        return List.of(
                Route.get(NODE + "/dns", "dns", "The node's name servers.")
                        .permit(audit)
                        .returning("object")
                        .answers(call -> Reply.of(
                                DemoJson.object().put("search", "demo.example").put("dns1", "10.0.0.1"))),
                Route.get(NODE + "/hosts", "get_etc_hosts", "The node's table of hosts.")
                        .permit(audit)
                        .returning("object")
                        .answers(NodeSystemRoutes::hosts),
                Route.get(NODE + "/network", "index", "The node's network interfaces.")
                        .takes(Param.text("type", "Only these.").orNone())
                        .answers(NodeSystemRoutes::network),
                Route.get(NODE + "/query-url-metadata", "query_url_metadata", "Asks an address what is there.")
                        .permit(audit)
                        .returning("object")
                        .takes(Param.text("url", "The address to ask."))
                        .answers(call -> Reply.of(
                                DemoJson.object().put("filename", "x.iso").put("size", 1))),
                Route.get(NODE + "/services", "index", "The node's services.")
                        .permit(audit)
                        .answers(call -> Reply.of(DemoJson.rows(SERVICES, NodeSystemRoutes::service))),
                Route.get(NODE + "/services/{service}/state", "service_state", "One service.")
                        .permit(audit)
                        .returning("object")
                        .answers(NodeSystemRoutes::state),
                Route.get(NODE + "/subscription", "get", "The node's subscription.")
                        .returning("object")
                        .answers(NodeSystemRoutes::subscription),
                Route.get(NODE + "/disks/list", "list", "The node's disks.")
                        .permit(Permit.on("/", "Sys.Audit", "Datastore.Audit"))
                        .answers(NodeSystemRoutes::disks),
                Route.get(NODE + "/disks/smart", "smart", "What a disk tells of its health.")
                        .permit(Permit.on("/", "Sys.Audit"))
                        .returning("object")
                        .takes(
                                Param.text("disk", "The disk, such as /dev/sda."),
                                Param.flag("healthonly", "Without its values.").orNone())
                        .answers(NodeSystemRoutes::smart),
                Route.get(NODE + "/apt/update", "list_updates", "Packages that can be renewed.")
                        .permit(Permit.on(NODE, "Sys.Modify"))
                        .answers(NodeSystemRoutes::updates),
                Route.get(NODE + "/certificates/info", "info", "The node's certificates.")
                        .answers(api::certificates),
                Route.get(NODE + "/syslog", "syslog", "The node's system log.")
                        .permit(Permit.on(NODE, "Sys.Syslog"))
                        .takes(
                                Param.integer("start", "Lines to skip.")
                                        .orNone()
                                        .from(0),
                                Param.integer("limit", "How many lines.")
                                        .orNone()
                                        .from(0),
                                Param.text("since", "From then on.").orNone(),
                                Param.text("until", "Until then.").orNone(),
                                Param.text("service", "Only of this service.").orNone())
                        .answers(call -> Reply.of(DemoJson.array()
                                        .add(DemoJson.object().put("n", 1).put("t", "-- No entries --")))
                                .withTotal(1)));
    }

    private static Reply hosts(CheckedCall call) {
        var text = new StringBuilder("127.0.0.1 localhost\n");
        call.world()
                .nodes()
                .forEach(node ->
                        text.append("%s %s.demo.example %s\n".formatted(node.address(), node.name(), node.name())));
        return Reply.of(DemoJson.object().put("data", text.toString()).put("digest", ConfigDigest.of(text.toString())));
    }

    private static Reply network(CheckedCall call) {
        var node = call.world().node(call.node()).orElseThrow();
        var list = DemoJson.array();
        var type = call.text("type").orElse("");
        if (type.isEmpty() || type.equals("eth")) {
            for (int number = 1; number <= 2; number++) {
                list.add(card("eno" + number, "eth", 2 + number).put("method", "manual"));
            }
        }
        boolean bridges = type.isEmpty() || type.contains("bridge");
        if (bridges && seesBridge(call, "vmbr0")) {
            list.add(bridge("vmbr0", "eno1", 5)
                    .put("method", "static")
                    .put("address", node.address())
                    .put("netmask", "16")
                    .put("cidr", node.address() + "/16")
                    .put("gateway", "10.0.0.1"));
        }
        if (bridges && seesBridge(call, "vmbr1")) {
            list.add(bridge("vmbr1", "eno2", 6).put("method", "manual").put("comments", "lab\n"));
        }
        return Reply.of(list);
    }

    /// Bridges are left out silently of an answer that everybody gets.
    private static boolean seesBridge(CheckedCall call, String bridge) {
        return call.may("/sdn/zones/localnetwork/" + bridge, "SDN.Audit", "SDN.Use");
    }

    private static ObjectNode card(String name, String type, int priority) {
        var card = DemoJson.object()
                .put("iface", name)
                .put("type", type)
                .put("priority", priority)
                .put("method6", "manual")
                .put("active", 1);
        card.putArray("families").add("inet");
        return card;
    }

    private static ObjectNode bridge(String name, String ports, int priority) {
        return card(name, "bridge", priority)
                .put("autostart", 1)
                .put("bridge_ports", ports)
                .put("bridge_stp", "off")
                .put("bridge_fd", "0");
    }

    private static ObjectNode service(String name) {
        boolean there = !NOT_INSTALLED.contains(name);
        return DemoJson.object()
                .put("name", name)
                .put("service", name)
                .put("desc", name + " daemon")
                .put("state", there ? "running" : "dead")
                .put("active-state", there ? "active" : "inactive")
                .put("unit-state", there ? "enabled" : "not-found");
    }

    private static Reply state(CheckedCall call) {
        var name = call.required("service");
        if (!SERVICES.contains(name)) {
            throw ApiError.parameter(
                    "service",
                    "value '" + name + "' does not have a value in the enumeration '" + String.join(", ", SERVICES)
                            + "'");
        }
        return Reply.of(service(name));
    }

    private static Reply subscription(CheckedCall call) {
        return Reply.of(DemoJson.object()
                .put("status", "notfound")
                .put("message", "There is no subscription key")
                .put("serverid", ConfigDigest.of(call.node()).substring(0, 32))
                .put("url", "https://www.proxmox.com/en/proxmox-virtual-environment/pricing"));
    }

    /// Two system disks and two for data; on the second node one of them wears out.
    private static Reply disks(CheckedCall call) {
        var node = call.world().node(call.node()).orElseThrow();
        return Reply.of(DemoJson.rows(IntStream.range(0, 4).boxed().toList(), number -> disk(node, number)));
    }

    private static ObjectNode disk(SimulatedNode node, int number) {
        boolean worn = failing(node, number);
        return DemoJson.object()
                .put("devpath", path(number))
                .put("by_id_link", "/dev/disk/by-id/ata-DEMO_SSD_" + serial(node, number))
                .put("type", "ssd")
                .put("vendor", "ATA")
                .put("model", "DEMO_SSD_960G")
                .put("serial", serial(node, number))
                .put("wwn", "0x500000000000" + node.number() + number)
                .put("size", 960_197_124_096L)
                .put("used", number < 2 ? "LVM" : "ceph")
                .put("gpt", 1)
                .put("rpm", 0)
                .put("osdid", number < 2 ? -1 : 2 * (node.number() - 1) + number - 2)
                .put("health", worn ? "FAILED" : "PASSED")
                .put("wearout", worn ? 3 : 90 - (int) (10 * LoadCurves.fraction(node.number(), 60 + number)));
    }

    private static Reply smart(CheckedCall call) {
        var node = call.world().node(call.node()).orElseThrow();
        var asked = call.required("disk");
        int number = IntStream.range(0, 4)
                .filter(candidate -> path(candidate).equals(asked))
                .findFirst()
                .orElseThrow(() -> ApiError.failed("disk '" + asked + "' does not exist"));
        boolean worn = failing(node, number);
        var json = DemoJson.object().put("health", worn ? "FAILED" : "PASSED").put("type", "ata");
        if (!call.flag("healthonly")) {
            var attributes = json.putArray("attributes");
            attribute(attributes.addObject(), "  5", "Reallocated_Sector_Ct", worn ? 4 : 100, worn ? "812" : "0");
            attribute(attributes.addObject(), "  9", "Power_On_Hours", 96, "17532");
            attribute(attributes.addObject(), "194", "Temperature_Celsius", 66, "34");
            attribute(attributes.addObject(), "233", "Media_Wearout_Indicator", worn ? 3 : 91, "0");
        }
        return Reply.of(json);
    }

    private static void attribute(ObjectNode row, String id, String name, int value, String raw) {
        row.put("id", id)
                .put("name", name)
                .put("value", String.format(Locale.ROOT, "%3d", value))
                .put("worst", String.format(Locale.ROOT, "%3d", value))
                .put("threshold", " 10")
                .put("flags", "-O--CK")
                .put("fail", value < 10 ? "NOW" : "-")
                .put("raw", raw)
                .put("normalized", value);
    }

    private static boolean failing(SimulatedNode node, int number) {
        return node.number() == 2 && number == 3;
    }

    private static String path(int number) {
        return "/dev/sd" + (char) ('a' + number);
    }

    private static String serial(SimulatedNode node, int number) {
        return "S%02d%04d".formatted(node.number(), 1_000 + number);
    }

    private static Reply updates(CheckedCall call) {
        var list = DemoJson.array();
        update(list.addObject(), "pve-manager", "9.2.12", "9.2.11", "Proxmox", "admin");
        update(list.addObject(), "qemu-server", "9.1.3", "9.1.2", "Proxmox", "admin");
        update(list.addObject(), "libssl3t64", "3.5.4-1~deb13u2", "3.5.4-1~deb13u1", "Debian", "libs");
        return Reply.of(list);
    }

    private static void update(ObjectNode row, String name, String now, String before, String origin, String section) {
        row.put("Package", name)
                .put("Title", name)
                .put("Description", "The package " + name)
                .put("Version", now)
                .put("OldVersion", before)
                .put("Origin", origin)
                .put("Section", section)
                .put("Priority", "optional")
                .put("Arch", "amd64");
    }

    private Reply certificates(CheckedCall call) {
        var node = call.world().node(call.node()).orElseThrow();
        var made = node.installedAt();
        var row = DemoJson.object()
                .put("filename", "pve-ssl.pem")
                .put("subject", "/CN=" + node.name() + ".demo.example")
                .put("issuer", "/CN=Proxmox Virtual Environment/O=PVE Cluster Manager CA")
                .put("fingerprint", fingerprint)
                .put("notbefore", made.getEpochSecond())
                .put("notafter", made.plus(Duration.ofDays(730)).getEpochSecond())
                .put("public-key-type", "rsaEncryption")
                .put("public-key-bits", 2_048);
        row.putArray("san").add(node.name()).add(node.address());
        return Reply.of(DemoJson.array().add(row));
    }
}
