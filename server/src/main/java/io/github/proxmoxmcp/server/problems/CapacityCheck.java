package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Nodes whose running guests the others could not carry.
final class CapacityCheck implements Check {

    @Override
    public Area area() {
        return Area.CAPACITY;
    }

    @Override
    public Findings look(Situation situation) {
        if (!situation.isNow()) {
            return Findings.unchecked("whether the other nodes could carry a lost one's guests then");
        }
        List<Problem> problems = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        List<String> online = situation.nodes().stream()
                .map(NodeState::node)
                .map(node -> node.name())
                .filter(situation::isOnline)
                .toList();
        Map<String, List<GuestState>> guests = situation.guests().stream()
                .collect(Collectors.groupingBy(state -> state.guest().node()));
        for (String node : online.size() < 2 ? List.<String>of() : online) {
            NodeLoss.of(node, situation.nodes(), guests.getOrDefault(node, List.of()))
                    .ifPresentOrElse(
                            loss -> problem(loss).ifPresent(problems::add),
                            () -> unchecked.add("whether the other nodes could carry the guests of " + node));
        }
        return new Findings(problems, unchecked);
    }

    private static Optional<Problem> problem(NodeLoss loss) {
        return loss.without().isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                        Severity.INFO,
                        Area.CAPACITY,
                        "the loss of " + loss.node(),
                        loss.text(),
                        Optional.empty(),
                        "decide which guests may stay down then, give them less memory, or the cluster more"));
    }
}
