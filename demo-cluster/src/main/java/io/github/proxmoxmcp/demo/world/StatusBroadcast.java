package io.github.proxmoxmcp.demo.world;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the nodes last told the cluster of their guests. With a lag they tell it every ten seconds: until then a new
/// guest has no name, and a vmid that is used again shows what the guest before it was like.
public final class StatusBroadcast {
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final World world;
    private final boolean lagging;
    private Map<Integer, Word> words = Map.of();
    private long told = Long.MIN_VALUE;

    /// What was told of a guest.
    public record Word(String name, boolean template, LoadCurves.Reading reading) {}

    StatusBroadcast(World world, boolean lagging) {
        this.world = world;
        this.lagging = lagging;
    }

    /// What the cluster knows of a guest; empty when it has not been told anything yet.
    public Optional<Word> of(SimulatedGuest guest, LoadCurves.Reading present) {
        return lagging
                ? Optional.ofNullable(words.get(guest.vmid()))
                : Optional.of(new Word(guest.name(), guest.template(), present));
    }

    /// Tells anew when it is time. Called before anything changes, so that what is told is what was.
    void tell(Instant now) {
        long turn = now.getEpochSecond() / PERIOD.toSeconds();
        if (!lagging || turn == told) {
            return;
        }
        told = turn;
        var fresh = new HashMap<Integer, Word>();
        for (var guest : world.guests()) {
            int cores = world.node(guest.node()).map(SimulatedNode::cores).orElse(1);
            fresh.put(guest.vmid(), new Word(guest.name(), guest.template(), LoadCurves.of(guest, cores, now)));
        }
        words = fresh;
    }
}
