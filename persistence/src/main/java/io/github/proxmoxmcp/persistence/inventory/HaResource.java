package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.Optional;

/// A guest that the HA manager looks after.
@History(
        kind = Kind.HA_RESOURCE,
        view = "ha_resources",
        about = "One row for each guest that the HA manager looks after.",
        question = "Is every guest of the HA manager in the state that was asked for?",
        sql = """
            select h.sid, g.name, g.node, h.state as asked_for, g.status
            from ha_resources h join guests g on g.vmid = h.vmid
            order by h.sid\
            """)
public record HaResource(
        @Doc("vm:100 or ct:101") String sid,
        @Doc("the guest") Optional<Integer> vmid,

        @Doc("what is asked for: started, stopped, ignored, …")
        String state,

        @Doc(value = "the HA group, where there is one", column = "ha_group")
        Optional<String> group,

        @Doc("tries to start it on its node") Optional<Integer> maxRestart,
        @Doc("tries on other nodes") Optional<Integer> maxRelocate,
        @Doc("what its maker noted") Optional<String> comment,

        @Doc("whether it returns to a better node; null: not read yet, or Proxmox VE 8")
        Optional<Boolean> failback) {}
