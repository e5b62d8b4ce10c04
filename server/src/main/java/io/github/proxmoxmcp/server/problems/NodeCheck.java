package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;

/// Nodes that are not online.
final class NodeCheck implements Check {

    @Override
    public Area area() {
        return Area.NODE;
    }

    @Override
    public Findings look(Situation situation) {
        return Findings.of(situation.nodes().stream()
                .filter(state -> !state.node().status().equals("online"))
                .map(state -> new Problem(
                        Severity.CRITICAL,
                        Area.NODE,
                        state.node().name(),
                        "node is " + state.node().status() + "; "
                                + situation.guests().stream()
                                        .filter(guest -> guest.guest()
                                                .node()
                                                .equals(state.node().name()))
                                        .count()
                                + " guests are on it",
                        situation.reading().since(state.validity().from()),
                        "check its power and network; HA moves only the guests that it manages"))
                .toList());
    }
}
