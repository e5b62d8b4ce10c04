package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.List;
import java.util.Optional;

/// A network interface of a node.
@History(
        kind = Kind.NODE_NETWORK,
        view = "node_networks",
        about = "One row for each network interface of each node.",
        question = "What does the bridge vmbr0 look like on each node?",
        sql = """
            select node, active, address, gateway, ports
            from node_networks where type = 'bridge' and name = 'vmbr0'
            order by node\
            """,
        key = 2,
        list = 1)
@History.PartOf(value = Kind.NODE, as = "network")
public record NodeInterface(
        @Doc("the node") String node,
        @Doc("the interface's name") String name,
        @Doc("bridge, bond, vlan, eth, …") String type,
        @Doc("whether it is up") boolean active,
        @Doc("whether it comes up with the node") boolean autostart,
        @Doc("its address with the prefix length") Optional<String> address,
        @Doc("the default gateway, where it has one") Optional<String> gateway,
        @Doc("ports of a bridge or bond, separated by ';'") List<String> ports,
        @Doc("VLAN tag") Optional<Integer> vlan,
        @Doc("what its maker noted") Optional<String> comment) {

    public NodeInterface {
        ports = ports.stream().sorted().distinct().toList();
    }
}
