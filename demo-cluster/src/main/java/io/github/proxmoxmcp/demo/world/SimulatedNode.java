package io.github.proxmoxmcp.demo.world;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A node of the simulated cluster.
public final class SimulatedNode {
    /// So long the cluster shows the last state of what it no longer hears of.
    private static final Duration MEMORY = Duration.ofMinutes(5);

    private final String name;
    private final int number;
    private final int cores;
    private final long memory;
    private final long disk;
    private final Instant installedAt;
    private Instant bootedAt;
    private Optional<Outage> outage = Optional.empty();

    private record Outage(Instant from, Optional<Instant> until) {}

    SimulatedNode(String name, int number, int cores, long memory, long disk, Instant bootedAt) {
        this.name = name;
        this.number = number;
        this.cores = cores;
        this.memory = memory;
        this.disk = disk;
        this.installedAt = bootedAt.minus(Duration.ofDays(200));
        this.bootedAt = bootedAt;
    }

    public String name() {
        return name;
    }

    /// From 1, as corosync counts.
    public int number() {
        return number;
    }

    public String address() {
        return "10.0.255." + number;
    }

    public int cores() {
        return cores;
    }

    /// Bytes of memory.
    public long memory() {
        return memory;
    }

    /// Bytes of its root file system.
    public long disk() {
        return disk;
    }

    public Instant installedAt() {
        return installedAt;
    }

    public Instant bootedAt() {
        return bootedAt;
    }

    /// False from a loss of power until it has booted again.
    public boolean up() {
        return outage.isEmpty();
    }

    /// True once its power is back, before it serves anything.
    public boolean booting() {
        return outage.flatMap(Outage::until).isPresent();
    }

    Optional<Instant> downSince() {
        return outage.map(Outage::from);
    }

    void cutPower(Instant at) {
        outage = Optional.of(new Outage(at, Optional.empty()));
    }

    void restorePower(Instant at) {
        outage = outage.map(since -> new Outage(since.from(), Optional.of(at)));
    }

    void booted(Instant at) {
        outage = Optional.empty();
        bootedAt = at;
    }

    /// What the rest of the cluster knows when it last heard of a node at `heard`.
    static NodeView sight(Optional<Instant> heard, Instant now) {
        return heard.map(last -> Duration.between(last, now).compareTo(MEMORY) < 0
                        ? new NodeView.Stale(last)
                        : new NodeView.Lost())
                .orElseGet(() -> new NodeView.Live(now));
    }
}
