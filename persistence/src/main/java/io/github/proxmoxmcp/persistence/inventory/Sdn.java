package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The software-defined network as it is configured.
public interface Sdn {

    /// A zone.
    @History(
            kind = Kind.SDN_ZONE,
            view = "sdn_zones",
            about = "One row for each zone of the software-defined network.",
            question = "Which zones are not in force yet?",
            sql = """
                select name, type, pending, settings
                from sdn_zones where pending is not null order by name\
                """)
    record Zone(
            @Doc("the zone") String name,
            @Doc("simple, vlan, qinq, vxlan, evpn") String type,

            @Doc("the nodes that have it, separated by ';'; empty: all")
            List<String> nodes,

            @Doc("new, changed or deleted, where it is not in force yet")
            Optional<String> pending,

            @Doc("its other options, a line each") SortedMap<String, String> settings) {}

    /// A virtual network.
    @History(
            kind = Kind.SDN_VNET,
            view = "sdn_vnets",
            about = "One row for each virtual network.",
            question = "Which virtual networks are there, in which zone?",
            sql = """
                select name, zone, tag, alias
                from sdn_vnets order by name\
                """)
    record Vnet(
            @Doc("the virtual network") String name,
            @Doc("its zone") Optional<String> zone,
            @Doc("VLAN or VXLAN tag") Optional<Integer> tag,
            @Doc("what its maker calls it") Optional<String> alias,

            @Doc("new, changed or deleted, where it is not in force yet")
            Optional<String> pending,

            @Doc("its other options, a line each") SortedMap<String, String> settings) {}

    /// A subnet.
    @History(
            kind = Kind.SDN_SUBNET,
            view = "sdn_subnets",
            about = "One row for each subnet of a virtual network.",
            question = "Which subnets have which gateway?",
            sql = """
                select vnet, cidr, gateway, snat
                from sdn_subnets order by vnet, cidr\
                """)
    record Subnet(
            @Doc("Proxmox's identifier: zone-10.0.0.0-24") String name,
            @Doc("its virtual network") String vnet,
            @Doc("the network") Optional<String> cidr,
            @Doc("its gateway") Optional<String> gateway,

            @Doc("whether its addresses are hidden behind the node's")
            boolean snat,

            @Doc("new, changed or deleted, where it is not in force yet")
            Optional<String> pending,

            @Doc("its other options, a line each") SortedMap<String, String> settings) {}
}
