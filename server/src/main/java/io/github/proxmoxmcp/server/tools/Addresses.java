package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.lxc.LxcApi.LxcAddress;
import io.github.proxmoxmcp.client.lxc.LxcApi.LxcInterface;
import io.github.proxmoxmcp.client.qemu.QemuApi.AgentAddress;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The IP addresses of a running guest, asked of the guest agent (VM) or the node (container): nobody else knows them.
///
/// @param found absent when they could not be asked
/// @param remark where they come from, or why there are none
record Addresses(Optional<List<String>> found, Optional<String> remark) {

    static Addresses of(Proxmox api, Guest guest) {
        if (!guest.status().equals("running")) {
            return new Addresses(Optional.empty(), Optional.of("not running"));
        }
        try {
            return guest.kind() == GuestKind.VM ? ofAgent(api, guest) : ofContainer(api, guest);
        } catch (ProxmoxException e) {
            return new Addresses(
                    Optional.empty(),
                    Optional.of(
                            guest.kind() == GuestKind.VM ? "the guest agent does not answer: " + e.text() : e.text()));
        }
    }

    /// Nobody remembers the addresses of the past.
    static Addresses notNow() {
        return new Addresses(Optional.empty(), Optional.of("known for running guests only, now"));
    }

    private static Addresses ofAgent(Proxmox api, Guest guest) {
        List<String> found = api.qemu().agentInterfaces(guest.node(), guest.vmid()).result().stream()
                .filter(card -> !card.name().equals("lo"))
                .flatMap(card -> card.ipAddresses().orElse(List.of()).stream())
                .map(AgentAddress::address)
                .filter(Addresses::tells)
                .toList();
        return new Addresses(Optional.of(found), Optional.of("guest agent, now"));
    }

    private static Addresses ofContainer(Proxmox api, Guest guest) {
        List<String> found = api.lxc().interfaces(guest.node(), guest.vmid()).stream()
                .filter(card -> !card.name().equals("lo"))
                .flatMap(Addresses::of)
                .filter(Addresses::tells)
                .toList();
        return new Addresses(Optional.of(found), Optional.of("container, now"));
    }

    private static Stream<String> of(LxcInterface card) {
        return card.ipAddresses()
                .map(addresses -> addresses.stream().map(LxcAddress::address))
                .orElseGet(() -> Stream.concat(card.inet().stream(), card.inet6().stream())
                        .map(address -> address.replaceFirst("/.*", "")));
    }

    /// Link-local addresses say nothing to anybody else.
    private static boolean tells(String address) {
        return !address.toLowerCase(java.util.Locale.ROOT).startsWith("fe80") && !address.startsWith("127.");
    }
}
