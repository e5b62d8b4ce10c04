package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.server.cluster.Vmids;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Snapshots of guests that were forgotten: each grows, and slows its guest. One problem for all, the oldest first.
final class SnapshotCheck implements Check {

    private static final Duration OLD = Duration.ofDays(30);
    private static final int MAX_SNAPSHOTS = 500;

    @Override
    public Area area() {
        return Area.SNAPSHOT;
    }

    @Override
    public Findings look(Situation situation) {
        Instant before = situation.at().minus(OLD);
        QueryStore.Result old = situation.query(
                "select g.vmid, g.name, s.name, s.created_at from guest_snapshots s join guests g on g.vmid = s.vmid"
                        + " where s.created_at < '" + before + "' order by s.created_at, g.vmid",
                MAX_SNAPSHOTS);
        List<String> snapshots = old.rows().stream()
                .map(row -> row.get(0)
                        + Optional.ofNullable(row.get(1))
                                .map(name -> " " + name)
                                .orElse("") + ": " + row.get(2))
                .toList();
        List<Integer> unread = situation.unreadGuests();
        return new Findings(
                snapshots.isEmpty()
                        ? List.of()
                        : List.of(new Problem(
                                Severity.INFO,
                                Area.SNAPSHOT,
                                snapshots.size() + (old.truncated() ? " or more" : "") + " snapshots older than "
                                        + OLD.toDays() + " days",
                                Labels.some(situation, Area.SNAPSHOT, snapshots),
                                Optional.of(String.valueOf(old.rows().getFirst().get(3)))
                                        .map(Instant::parse),
                                "delete those that are not needed; a snapshot is not a backup")),
                unread.isEmpty() ? List.of() : List.of("snapshots of " + Vmids.some(unread) + ", not read yet"));
    }
}
