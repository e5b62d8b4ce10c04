package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All checks together.
public final class Checks {

    private static final List<Check> ALL = List.of(
            new QuorumCheck(),
            new NodeCheck(),
            new ServiceCheck(),
            new VersionCheck(),
            new HaCheck(),
            new StorageCheck(),
            new DiskCheck(),
            new BackupCheck(),
            new LockCheck(),
            new PendingCheck(),
            new GuestCheck(),
            new ReplicationCheck(),
            new TaskCheck(),
            new SnapshotCheck(),
            new CertificateCheck(),
            new UpdateCheck(),
            new MigrationCheck(),
            new CapacityCheck(),
            new DriftCheck());

    private Checks() {}

    /// Problems, the worst first, and what could not be looked at.
    ///
    /// @param area absent: all
    public static Findings look(Reading reading, Optional<Area> area) {
        Situation situation = new Situation(reading, area);
        List<Problem> problems = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        for (Check check : ALL) {
            if (area.filter(one -> one != check.area()).isEmpty()) {
                Findings found = check.look(situation);
                problems.addAll(found.problems());
                unchecked.addAll(found.unchecked());
            }
        }
        problems.sort(Comparator.comparing(Problem::severity)
                .thenComparing(Problem::area)
                .thenComparing(Problem::subject));
        return new Findings(problems, unchecked);
    }
}
