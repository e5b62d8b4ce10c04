package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.inventory.NodeUpdate;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Packages that could be updated: one problem for all nodes.
final class UpdateCheck implements Check {

    @Override
    public Area area() {
        return Area.UPDATE;
    }

    @Override
    public Findings look(Situation situation) {
        Map<String, Long> pending = situation.inventory().list(NodeUpdate.class).stream()
                .collect(Collectors.groupingBy(known -> known.thing().node(), TreeMap::new, Collectors.counting()));
        List<Problem> problems = pending.isEmpty()
                ? List.of()
                : List.of(new Problem(
                                Severity.INFO,
                                Area.UPDATE,
                                Labels.count(pending.size(), "node") + " with pending updates",
                                Labels.some(
                                        situation,
                                        Area.UPDATE,
                                        pending.entrySet().stream()
                                                .map(node ->
                                                        node.getKey() + ": " + Labels.count(node.getValue(), "package"))
                                                .toList()),
                                Optional.empty(),
                                "get_node names them; update one node after the other, its guests moved away first")
                        .named("updates"));
        return new Findings(problems, situation.unread(Kind.NODE_UPDATE, "updates"));
    }
}
