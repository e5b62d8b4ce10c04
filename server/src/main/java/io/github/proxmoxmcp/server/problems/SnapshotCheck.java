package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.GuestStore.SnapshotOf;
import io.github.proxmoxmcp.server.cluster.Vmids;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
        List<SnapshotOf> old = situation.reading().guests().snapshotsMadeBefore(before, MAX_SNAPSHOTS + 1);
        List<String> snapshots = old.stream()
                .limit(MAX_SNAPSHOTS)
                .map(one -> one.vmid() + one.name().map(name -> " " + name).orElse("") + ": "
                        + one.snapshot().name())
                .toList();
        List<Integer> unread = situation.unreadGuests();
        return new Findings(
                snapshots.isEmpty()
                        ? List.of()
                        : List.of(new Problem(
                                        Severity.INFO,
                                        Area.SNAPSHOT,
                                        snapshots.size() + (old.size() > MAX_SNAPSHOTS ? " or more" : "")
                                                + " snapshots older than " + OLD.toDays() + " days",
                                        Labels.some(situation, Area.SNAPSHOT, snapshots),
                                        old.getFirst().snapshot().createdAt(),
                                        "delete those that are not needed; a snapshot is not a backup")
                                .named("old snapshots")
                                .ofVmids(old.stream().map(SnapshotOf::vmid).toList())),
                unread.isEmpty() ? List.of() : List.of("snapshots of " + Vmids.some(unread) + ", not read yet"));
    }
}
