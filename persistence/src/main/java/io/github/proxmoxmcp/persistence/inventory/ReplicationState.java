package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.Optional;

/// How a replication job does.
@History(
        kind = Kind.REPLICATION_STATE,
        view = "replication_states",
        about = "One row for each replication job that was seen at work: whether it fails.",
        question = "Which replication jobs fail, and since when?",
        sql = """
            select s.id, r.target, s.error, s.valid_from
            from replication_states s join replication_jobs r on r.id = s.id
            where s.failing order by s.id\
            """)
@History.PartOf(Kind.REPLICATION_JOB)
public record ReplicationState(
        @Doc("the job") String id,
        @Doc("whether its last runs failed") boolean failing,
        @Doc("what the last failure said") Optional<String> error) {}
