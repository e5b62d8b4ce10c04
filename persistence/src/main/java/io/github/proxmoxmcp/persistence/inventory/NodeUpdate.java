package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.Optional;

/// A package of a node that could be updated.
@History(
        kind = Kind.NODE_UPDATE,
        view = "node_updates",
        about = "One row for each package of each node that could be updated.",
        question = "How many packages could be updated on each node?",
        sql = """
            select node, count(*) as packages
            from node_updates
            group by node order by packages desc, node\
            """,
        key = 2,
        list = 1)
@History.PartOf(value = Kind.NODE, as = "update")
public record NodeUpdate(
        @Doc("the node") String node,

        @Doc(value = "the package's name", column = "package")
        String name,

        @Doc("the version that there is") String version,
        @Doc("the version on the node") Optional<String> installed) {}
