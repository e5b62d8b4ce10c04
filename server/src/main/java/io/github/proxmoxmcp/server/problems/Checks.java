package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            new CephCheck(),
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
        List<Findings> all = List.copyOf(each(reading, area).values());
        return new Findings(
                all.stream()
                        .flatMap(found -> found.problems().stream())
                        .sorted(Comparator.comparing(Problem::severity)
                                .thenComparing(Problem::area)
                                .thenComparing(Problem::subject))
                        .toList(),
                all.stream().flatMap(found -> found.unchecked().stream()).toList());
    }

    /// What the checks of each area found, in their order.
    ///
    /// @param area absent: all
    public static Map<Area, Findings> each(Reading reading, Optional<Area> area) {
        Situation situation = new Situation(reading, area);
        Map<Area, Findings> found = new LinkedHashMap<>();
        for (Check check : ALL) {
            if (area.filter(one -> one != check.area()).isEmpty()) {
                found.merge(check.area(), check.look(situation), Findings::and);
            }
        }
        return found;
    }
}
