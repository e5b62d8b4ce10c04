package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.ClusterFacts;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.List;
import java.util.Optional;

/// Whether the cluster has its quorum.
final class QuorumCheck implements Check {

    @Override
    public Area area() {
        return Area.QUORUM;
    }

    @Override
    public Findings look(Situation situation) {
        Optional<Boolean> quorate = situation
                .reading()
                .store()
                .clusters()
                .get(situation.cluster(), situation.reading().moment())
                .flatMap(ClusterFacts::quorate);
        if (quorate.isEmpty()) {
            return Findings.unchecked("quorum");
        }
        return Findings.of(
                quorate.get()
                        ? List.of()
                        : List.of(new Problem(
                                Severity.CRITICAL,
                                Area.QUORUM,
                                "cluster",
                                "no quorum: nothing can be started or changed",
                                situation
                                        .reading()
                                        .store()
                                        .clusters()
                                        .since(
                                                situation.cluster(),
                                                situation.reading().moment())
                                        .flatMap(situation.reading()::since),
                                "bring nodes back (list_nodes); check the network between them")));
    }
}
