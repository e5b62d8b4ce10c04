package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.List;
import java.util.Optional;

/// A rule of the HA manager.
@History(
        kind = Kind.HA_RULE,
        view = "ha_rules",
        about = "One row for each rule of the HA manager (Proxmox VE 9).",
        question = "Which guests prefer which nodes, and which stay apart?",
        sql = """
            select name, type, resources, nodes, affinity
            from ha_rules where enabled order by name\
            """)
public record HaRule(
        @Doc("the rule") String name,
        @Doc("node-affinity or resource-affinity") String type,
        @Doc("whether it is in force") boolean enabled,
        @Doc("vm:100, ct:101, …, separated by ';'") List<String> resources,

        @Doc("nodes, with their priority: pve1:2; separated by ';'")
        List<String> nodes,

        @Doc("positive: together; negative: apart") Optional<String> affinity,
        @Doc("whether other nodes are out of the question") boolean strict,
        @Doc("what its maker noted") Optional<String> comment) {}
