package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a running guest tells about its network: a machine through its agent, a container by itself.
final class AgentRoutes {
    private AgentRoutes() {}

    static List<Route> endpoints() {
        return List.of(
                Route.get(
                                GuestRoutes.path(GuestType.QEMU) + "/agent/network-get-interfaces",
                                "network-get-interfaces",
                                "The guest's network interfaces, asked from its agent.")
                        .permit(Permit.on("/vms/{vmid}", "VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"))
                        .returning("object")
                        .answers(AgentRoutes::machine),
                Route.get(GuestRoutes.path(GuestType.LXC) + "/interfaces", "ip", "The container's network interfaces.")
                        .permit(Permit.on("/vms/{vmid}", "VM.Audit"))
                        .answers(AgentRoutes::container));
    }

    /// The machine of a call, if its agent answers.
    static SimulatedGuest answering(CheckedCall call) {
        var guest = call.guest(GuestType.QEMU).require(call.world());
        if (!guest.hasAgent()) {
            throw ApiError.failed("No QEMU guest agent configured");
        }
        if (!guest.running()) {
            throw ApiError.failed(guest.label() + " is not running");
        }
        if (guest.paused() || guest.config().option("acpi").equals(Optional.of("0"))) {
            throw ApiError.failed("QEMU guest agent is not running");
        }
        return guest;
    }

    private static Reply machine(CheckedCall call) {
        var guest = answering(call);
        var result = DemoJson.object();
        var list = result.putArray("result");
        var loopback = list.addObject().put("name", "lo").put("hardware-address", "00:00:00:00:00:00");
        address(loopback.putArray("ip-addresses"), "ipv4", "127.0.0.1", 8);
        address(loopback.withArray("ip-addresses"), "ipv6", "::1", 128);
        statistics(loopback, 0);
        var card = list.addObject().put("name", "eth0").put("hardware-address", mac(guest));
        address(card.putArray("ip-addresses"), "ipv4", guest.address(), 16);
        address(card.withArray("ip-addresses"), "ipv6", linkLocal(mac(guest)), 64);
        statistics(card, guest.vmid() * 1_000L);
        return Reply.of(result);
    }

    private static Reply container(CheckedCall call) {
        var guest = call.guest(GuestType.LXC).require(call.world());
        if (!guest.running()) {
            return Reply.nothing();
        }
        var list = DemoJson.array();
        plain(list.addObject(), "lo", "00:00:00:00:00:00", "127.0.0.1", 8);
        plain(list.addObject(), "eth0", mac(guest), guest.address(), 16);
        return Reply.of(list);
    }

    private static void plain(ObjectNode row, String name, String mac, String address, int prefix) {
        row.put("name", name).put("hwaddr", mac).put("hardware-address", mac).put("inet", address + "/" + prefix);
        var addresses = row.putArray("ip-addresses");
        addresses
                .addObject()
                .put("ip-address", address)
                .put("ip-address-type", "inet")
                .put("prefix", Integer.toString(prefix));
    }

    private static void address(ArrayNode list, String type, String address, int prefix) {
        list.addObject().put("ip-address", address).put("ip-address-type", type).put("prefix", prefix);
    }

    private static void statistics(ObjectNode card, long bytes) {
        var statistics = card.putObject("statistics");
        for (var direction : List.of("rx", "tx")) {
            statistics.put(direction + "-bytes", bytes);
            statistics.put(direction + "-packets", bytes / 100);
            statistics.put(direction + "-errs", 0);
            statistics.put(direction + "-dropped", 0);
        }
    }

    /// The address that a card gives itself; the first byte's second bit is flipped.
    private static String linkLocal(String mac) {
        var parts = mac.split(":");
        int first = Integer.parseInt(parts[0], 16) ^ 2;
        return "fe80::%02x%s:%sff:fe%s:%s%s".formatted(first, parts[1], parts[2], parts[3], parts[4], parts[5]);
    }

    private static String mac(SimulatedGuest guest) {
        return guest.config()
                .option("net0")
                .map(net -> net.replaceAll(".*?((?:[0-9A-F]{2}:){5}[0-9A-F]{2}).*", "$1"))
                .orElse("00:00:00:00:00:00")
                .toLowerCase(Locale.ROOT);
    }
}
