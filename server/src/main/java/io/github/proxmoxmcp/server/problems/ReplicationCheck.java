package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.inventory.ReplicationState;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.List;
import java.util.Optional;

/// Replication jobs that fail.
final class ReplicationCheck implements Check {

    @Override
    public Area area() {
        return Area.REPLICATION;
    }

    @Override
    public Findings look(Situation situation) {
        List<Problem> problems = situation.inventory().list(ReplicationState.class).stream()
                .filter(known -> known.thing().failing()
                        && known.validity().unknownSince().isEmpty())
                .map(known -> new Problem(
                        Severity.WARNING,
                        Area.REPLICATION,
                        "job " + known.thing().id(),
                        known.thing().error().map(UntrustedText::marked).orElse("its last runs failed"),
                        situation.since(Kind.REPLICATION_STATE, Optional.empty(), known.validity()),
                        "the copy on the target is old: fix the cause, then run it again"))
                .toList();
        boolean read = !InventoryQueries.whole(situation.reading(), Kind.REPLICATION_STATE)
                .isEmpty();
        return new Findings(problems, read ? List.of() : List.of("the state of replication"));
    }
}
