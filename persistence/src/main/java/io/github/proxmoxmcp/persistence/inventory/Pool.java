package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.Optional;

/// A pool.
@History(
        kind = Kind.POOL,
        view = "pools",
        about = "One row for each pool.",
        question = "How many guests are in each pool, and how much memory have they?",
        sql = """
            select p.name, p.comment, count(g.vmid) as members, sum(g.memory_bytes) as memory_bytes
            from pools p left join guests g on g.pool = p.name
            group by p.name, p.comment order by p.name\
            """)
public record Pool(
        @Doc("the pool's name") String name,
        @Doc("what its maker noted") Optional<String> comment) {}
