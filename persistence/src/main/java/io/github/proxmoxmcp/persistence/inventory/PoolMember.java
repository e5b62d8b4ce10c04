package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;

/// A guest or a storage in a pool.
@History(
        kind = Kind.POOL_MEMBER,
        view = "pool_members",
        about = "One row for each guest and storage in each pool.",
        question = "Which guests are in no pool?",
        sql = """
            select g.vmid, g.name
            from guests g
            where not exists (
              select 1 from pool_members m where m.type = 'guest' and m.member = cast(g.vmid as varchar))
            order by g.vmid\
            """,
        key = 2)
@History.PartOf(value = Kind.POOL, as = "member")
public record PoolMember(
        @Doc("the pool's name") String pool,
        @Doc("a vmid, as text, or a storage's name") String member,
        @Doc("guest or storage") String type) {}
