package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterApi.CephStatus;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What Ceph itself says to be wrong with it. The memory has nothing of it: it is asked, where storages are of Ceph.
final class CephCheck implements Check {

    private static final Set<String> TYPES = Set.of("rbd", "cephfs");

    @Override
    public Area area() {
        return Area.STORAGE;
    }

    @Override
    public Findings look(Situation situation) {
        boolean used = situation.storages().stream()
                .anyMatch(
                        state -> state.storage().type().filter(TYPES::contains).isPresent());
        if (!used) {
            return Findings.of(List.of());
        }
        if (!situation.isNow() || !situation.reading().asks()) {
            return unknown(situation, "the health of Ceph (it is not remembered)");
        }
        try {
            return situation
                    .reading()
                    .cluster()
                    .api()
                    .cluster()
                    .ceph()
                    .health()
                    .map(health -> Findings.of(problems(health)))
                    .orElseGet(() -> unknown(situation, "the health of Ceph (it did not say)"));
        } catch (ProxmoxException e) {
            return unknown(situation, "the health of Ceph (" + e.getMessage() + ")");
        }
    }

    /// Said where storages are asked about alone: who uses a Ceph of somebody else can never know.
    private static Findings unknown(Situation situation, String what) {
        return new Findings(List.of(), situation.isOnly(Area.STORAGE) ? List.of(what) : List.of());
    }

    /// One for each trouble; one for all where Ceph names none.
    static List<Problem> problems(CephStatus.Health health) {
        Map<String, CephStatus.Trouble> troubles = health.checks().orElse(Map.of());
        if (troubles.isEmpty() && !health.status().equals("HEALTH_OK")) {
            return List.of(problem("Ceph", severity(health.status()), health.status()));
        }
        return troubles.entrySet().stream()
                .filter(entry -> !entry.getValue().muted().orElse(false))
                .map(entry -> problem(
                        "Ceph " + UntrustedText.marked(entry.getKey()),
                        severity(entry.getValue().severity().orElse(health.status())),
                        entry.getValue()
                                .summary()
                                .flatMap(CephStatus.Summary::message)
                                .orElse(health.status())))
                .toList();
    }

    private static Problem problem(String subject, Severity severity, String said) {
        return new Problem(
                severity,
                Area.STORAGE,
                subject,
                UntrustedText.marked(said),
                Optional.empty(),
                "ceph health detail on a node says more; stop no other node and replace no other disk before it is"
                        + " well");
    }

    private static Severity severity(String status) {
        return status.equals("HEALTH_ERR") ? Severity.CRITICAL : Severity.WARNING;
    }
}
