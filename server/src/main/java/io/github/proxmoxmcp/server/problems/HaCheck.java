package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.server.cluster.FailedStart;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.Set;

/// Guests that the HA manager has given up, or is just rescuing.
final class HaCheck implements Check {

    @Override
    public Area area() {
        return Area.HA;
    }

    private static final Set<String> BAD = Set.of("error", "fence", "recovery");

    @Override
    public Findings look(Situation situation) {
        return Findings.of(situation.guests().stream()
                .filter(state -> state.guest().haState().filter(BAD::contains).isPresent())
                .map(state -> new Problem(
                                Severity.CRITICAL,
                                Area.HA,
                                Labels.of(state),
                                "HA state is " + state.guest().haState().orElse("")
                                        + FailedStart.ofManager(situation.reading(), state)
                                                .map(why -> "; " + why)
                                                .orElse(""),
                                situation.changed(state.guest().vmid(), "ha_state"),
                                "see its failed tasks (list_tasks); after error, have HA disable it and enable it"
                                        + " again")
                        .named("ha")
                        .ofGuest(state.guest()))
                .toList());
    }
}
