package io.github.proxmoxmcp.persistence.inventory;

import java.util.List;
import java.util.Optional;

/// A network interface of a node.
///
/// @param type `bridge`, `bond`, `vlan`, `eth`, …
/// @param address with its prefix length: `10.0.0.1/24`
/// @param ports of a bridge, slaves of a bond; sorted
public record NodeInterface(
        String name,
        String type,
        boolean active,
        boolean autostart,
        Optional<String> address,
        Optional<String> gateway,
        List<String> ports,
        Optional<Integer> vlan,
        Optional<String> comment) {

    public NodeInterface {
        ports = ports.stream().sorted().distinct().toList();
    }
}
