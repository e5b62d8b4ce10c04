package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.Optional;

/// Services of nodes that do not run.
final class ServiceCheck implements Check {

    @Override
    public Area area() {
        return Area.NODE;
    }

    @Override
    public Findings look(Situation situation) {
        return new Findings(
                situation.inventory().list(NodeService.class).stream()
                        .filter(known -> !known.thing().state().equals("running")
                                && known.validity().unknownSince().isEmpty())
                        .map(known -> new Problem(
                                        Severity.WARNING,
                                        Area.NODE,
                                        known.thing().node() + " "
                                                + known.thing().name(),
                                        "service is " + known.thing().state(),
                                        situation.since(
                                                Kind.NODE_SERVICE,
                                                Optional.of(known.thing().node()),
                                                known.validity()),
                                        "look into its log on the node: journalctl -u "
                                                + known.thing().name())
                                .ofNode(known.thing().node()))
                        .toList(),
                situation.unread(Kind.NODE_SERVICE, "services"));
    }
}
