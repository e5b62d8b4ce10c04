package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Versions of Proxmox VE that differ between nodes.
final class VersionCheck implements Check {

    @Override
    public Area area() {
        return Area.NODE;
    }

    @Override
    public Findings look(Situation situation) {
        Map<String, List<String>> nodes = situation.nodes().stream()
                .filter(state -> state.details().isPresent())
                .collect(Collectors.groupingBy(
                        state -> state.details().map(NodeDetails::version).orElse(""),
                        TreeMap::new,
                        Collectors.mapping(state -> state.node().name(), Collectors.toList())));
        List<String> unknown = situation.nodes().stream()
                .filter(state -> state.details().isEmpty())
                .map(state -> state.node().name())
                .toList();
        List<Problem> problems = nodes.size() < 2
                ? List.of()
                : List.of(new Problem(
                        Severity.WARNING,
                        Area.NODE,
                        "versions differ",
                        nodes.entrySet().stream()
                                .map(one -> one.getKey() + " on " + String.join(" ", one.getValue()))
                                .collect(Collectors.joining("; ")),
                        Optional.empty(),
                        "bring all nodes to one version; live migration goes only to the same or a newer one"));
        return new Findings(
                problems, unknown.isEmpty() ? List.of() : List.of("version of " + String.join(", ", unknown)));
    }
}
