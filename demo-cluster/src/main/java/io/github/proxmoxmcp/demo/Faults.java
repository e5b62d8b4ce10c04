package io.github.proxmoxmcp.demo;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.http.Disturbance;
import io.github.proxmoxmcp.demo.http.Listener;
import io.github.proxmoxmcp.demo.world.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Lets the cluster misbehave, and behave again.
public final class Faults {
    private final World world;
    private final AccessControl access;
    private final Map<String, Listener> listeners;
    private final ShiftedClock clock;
    private final AtomicReference<Disturbance> disturbance;
    private final Set<String> down = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> proxiesDown = new HashSet<>();
    private boolean refusing;
    private boolean parted;

    Faults(
            World world,
            AccessControl access,
            Map<String, Listener> listeners,
            ShiftedClock clock,
            AtomicReference<Disturbance> disturbance) {
        this.world = world;
        this.access = access;
        this.listeners = Map.copyOf(listeners);
        this.clock = clock;
        this.disturbance = disturbance;
    }

    /// Cuts a node's power: its own address refuses connections, calls through other nodes answer 595.
    public synchronized void nodeDown(String node) {
        world.cutPower(node);
        down.add(node);
        applyListening();
    }

    /// Gives a node its power back; it boots and starts the guests that have `onboot`.
    public synchronized void nodeUp(String node) {
        world.restorePower(node);
        down.remove(node);
        applyListening();
    }

    /// Stops only a node's API daemon: the node is online everywhere, its own address refuses connections, and calls
    /// about it answer 595 through every other node.
    public synchronized void proxyDown(String node, boolean stopped) {
        world.stopProxy(node, stopped);
        if (stopped) {
            proxiesDown.add(node);
        } else {
            proxiesDown.remove(node);
        }
        applyListening();
    }

    /// Takes a node that is switched off out of the cluster for good, with what it had: `pvecm delnode`.
    public synchronized void removeNode(String node) {
        nodeDown(node);
        world.removeNode(node);
        down.remove(node);
        removed.add(node);
    }

    /// Cuts every node off from every other one: reads of the asked node work, writes fail.
    public synchronized void quorumLost(boolean lost) {
        parted = lost;
        world.partNodes(lost);
    }

    /// Takes a privilege from a token everywhere: lists shrink without an error, other calls answer 403.
    public void revokePrivilege(TokenLevel level, String privilege) {
        access.revoke(level, privilege);
    }

    /// Takes all privileges on a path from a token, as the role `NoAccess` does.
    public void hide(TokenLevel level, String path) {
        access.hide(level, path);
    }

    /// Gives a token back what it had, and enables it.
    public void restore(TokenLevel level) {
        access.restore(level);
    }

    /// Every call with this token answers 401, as if it had expired.
    public void disableToken(TokenLevel level) {
        access.disable(level);
    }

    /// Lets every answer take longer.
    public void slow(Duration delay) {
        disturbance.updateAndGet(now -> now.withDelay(delay));
    }

    /// No node listens any more, until told otherwise.
    public synchronized void refuseConnections(boolean refuse) {
        refusing = refuse;
        applyListening();
    }

    /// No node listens for a while, then all do again.
    public void refuseConnectionsFor(Duration time) {
        refuseConnections(true);
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
            refuseConnections(false);
        });
    }

    /// Connections break instead of an answer; what was asked is not done.
    public void resetConnections(boolean on) {
        disturbance.updateAndGet(now -> now.withReset(on));
    }

    /// Answers are 200 with something that is not JSON; what was asked is done.
    public void garbage(boolean on) {
        disturbance.updateAndGet(now -> now.withGarbage(on));
    }

    /// Reads are answered 200 with an empty list, whatever was asked for.
    public void blank(boolean on) {
        disturbance.updateAndGet(now -> now.withBlank(on));
    }

    /// Answers break off in the middle; what was asked is done.
    public void truncate(boolean on) {
        disturbance.updateAndGet(now -> now.withTruncate(on));
    }

    /// Answers to what changes something break off in the middle; it is done. Reads are answered well.
    public void loseAnswersToWrites(boolean on) {
        disturbance.updateAndGet(now -> now.withDeafWrites(on));
    }

    /// Lets the cluster's clock jump, for what takes minutes.
    public void skip(Duration time) {
        clock.skip(time);
    }

    /// Ends every fault.
    public synchronized void clear() {
        disturbance.set(Disturbance.NONE);
        quorumLost(false);
        List.copyOf(down).forEach(this::nodeUp);
        List.copyOf(proxiesDown).forEach(node -> proxyDown(node, false));
        for (var level : TokenLevel.values()) {
            restore(level);
        }
        refuseConnections(false);
    }

    synchronized List<String> nodesDown() {
        return down.stream().sorted().toList();
    }

    synchronized boolean quorumLost() {
        return parted;
    }

    Disturbance disturbance() {
        return disturbance.get();
    }

    private void applyListening() {
        listeners.forEach((node, listener) -> listener.listen(
                !refusing && !down.contains(node) && !removed.contains(node) && !proxiesDown.contains(node)));
    }
}
