package io.github.proxmoxmcp.demo.route;

import io.github.proxmoxmcp.demo.world.LoadCurves;
import io.github.proxmoxmcp.demo.world.NodeView;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import io.github.proxmoxmcp.demo.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The readings of nodes and guests as one node knows them, for the length of one call.
public final class ResourceView {
    private static final long OWN_MEMORY = 2L << 30;

    private final World world;
    private final String localNode;
    private final Map<String, NodeView> sights = new HashMap<>();
    private final Map<Integer, LoadCurves.Reading> readings = new HashMap<>();
    private final Map<String, double[]> loads = new HashMap<>();

    /// What a node shows.
    public record NodeReading(double cpu, long memory, long uptime) {}

    public ResourceView(CheckedCall call) {
        this.world = call.world();
        this.localNode = call.localNode();
    }

    public World world() {
        return world;
    }

    /// `online`, `offline`, or `unknown` for a node that is a member again and has told nothing yet.
    public String status(SimulatedNode node) {
        if (!world.online(node, localNode)) {
            return "offline";
        }
        return sight(node.name()) instanceof NodeView.Lost ? "unknown" : "online";
    }

    public boolean online(SimulatedNode node) {
        return world.online(node, localNode);
    }

    public NodeView sight(String nodeName) {
        return sights.computeIfAbsent(
                nodeName, name -> world.sight(world.node(name).orElseThrow(), localNode));
    }

    /// Empty when the cluster no longer remembers the node.
    public Optional<Instant> asOf(String nodeName) {
        return switch (sight(nodeName)) {
            case NodeView.Live live -> Optional.of(live.asOf());
            case NodeView.Stale stale -> Optional.of(stale.asOf());
            case NodeView.Lost() -> Optional.empty();
        };
    }

    public Optional<LoadCurves.Reading> reading(SimulatedGuest guest) {
        return asOf(guest.node())
                .map(at ->
                        readings.computeIfAbsent(guest.vmid(), vmid -> LoadCurves.of(guest, cores(guest.node()), at)));
    }

    public Optional<NodeReading> reading(SimulatedNode node) {
        if (loads.isEmpty()) {
            sumLoads();
        }
        return asOf(node.name()).map(at -> {
            var load = loads.getOrDefault(node.name(), new double[2]);
            double own = 0.02 + 0.01 * LoadCurves.wave(node.number(), at);
            return new NodeReading(
                    Math.clamp(own + load[0] / node.cores(), 0, 1),
                    Math.min(node.memory(), OWN_MEMORY + (long) load[1]),
                    Math.max(0, Duration.between(node.bootedAt(), at).toSeconds()));
        });
    }

    private void sumLoads() {
        for (var guest : world.guests()) {
            reading(guest).ifPresent(reading -> {
                var load = loads.computeIfAbsent(guest.node(), name -> new double[2]);
                load[0] += reading.cpu() * reading.cpus();
                load[1] += reading.memory();
            });
        }
    }

    private int cores(String nodeName) {
        return world.node(nodeName).map(SimulatedNode::cores).orElse(1);
    }
}
