package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.List;
import java.util.Optional;

/// Nodes that guests prefer or are restricted to.
@History(
        kind = Kind.HA_GROUP,
        view = "ha_groups",
        about = "One row for each group of the HA manager (Proxmox VE 8).",
        question = "Which groups may not leave their nodes?",
        sql = """
            select name, nodes
            from ha_groups where restricted order by name\
            """)
public record HaGroup(
        @Doc("the group") String name,

        @Doc("nodes, with their priority: pve1:2; separated by ';'")
        List<String> nodes,

        @Doc("whether other nodes are out of the question") boolean restricted,

        @Doc("whether guests stay when a better node is back")
        boolean nofailback,

        @Doc("what its maker noted") Optional<String> comment) {}
