package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.List;

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
                                        + guests(situation, state.node().name()),
                                situation.reading().since(state.validity().from()),
                                "check its power and network; HA moves only the guests that it manages")
                        .ofNode(state.node().name())
                        .ofGuests(on(situation, state.node().name())))
                .toList());
    }

    private static List<Guest> on(Situation situation, String node) {
        return situation.guests().stream()
                .map(GuestState::guest)
                .filter(guest -> guest.node().equals(node))
                .toList();
    }

    private static String guests(Situation situation, String node) {
        List<String> guests = on(situation, node).stream().map(Labels::of).toList();
        return guests.isEmpty()
                ? "none of its guests is known"
                : Labels.count(guests.size(), "guest") + " on it: " + Labels.some(situation, Area.NODE, guests);
    }
}
