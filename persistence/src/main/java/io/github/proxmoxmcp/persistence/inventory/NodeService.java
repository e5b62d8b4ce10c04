package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;

/// A system service of a node.
@History(
        kind = Kind.NODE_SERVICE,
        view = "node_services",
        about = "One row for each system service of each node.",
        question = "Does pvestatd run on every node? A null means: not known.",
        sql = """
            select n.name, s.state
            from nodes n left join node_services s on s.node = n.name and s.name = 'pvestatd'
            order by n.name\
            """,
        key = 2,
        list = 1)
@History.PartOf(value = Kind.NODE, as = "service")
public record NodeService(
        @Doc("the node") String node,
        @Doc("the service's name") String name,
        @Doc("running, dead, …") String state) {}
