package io.github.proxmoxmcp.demo;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.Volume;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.world.Administrator;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import io.github.proxmoxmcp.demo.world.World;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Something goes wrong and gets well again, one thing after the other, so that whoever watches has something to see.
final class Incidents implements AutoCloseable {

    private final World world;
    private final Administrator administrator;
    private final List<Runnable> steps;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private int next;
    private int guest;
    private String file = "";

    Incidents(World world, Administrator administrator, Faults faults) {
        this.world = world;
        this.administrator = administrator;
        List<String> nodes =
                world.look(() -> world.nodes().stream().map(SimulatedNode::name).toList());
        // Of fewer than three nodes the others would lose quorum, and the first is the one that is asked.
        Stream<Runnable> node = nodes.size() < 3
                ? Stream.empty()
                : Stream.of(() -> faults.nodeDown(nodes.getLast()), () -> faults.nodeUp(nodes.getLast()));
        this.steps = Stream.concat(
                        node,
                        Stream.of(
                                this::failBackup,
                                () -> administrator.mark(guest, ""),
                                this::fillStorage,
                                () -> administrator.removeVolume(file),
                                () -> administrator.stop(running()),
                                () -> administrator.start(guest)))
                .toList();
    }

    /// From now on one begins this often, and is over when half of the time has passed.
    void repeat(Duration often) {
        long half = often.toMillis() / 2;
        var _ = clock.scheduleAtFixedRate(this::step, half, half, TimeUnit.MILLISECONDS);
    }

    /// The next thing goes wrong, or what went wrong gets well. What somebody has made impossible is left out.
    void step() {
        try {
            steps.get(next++ % steps.size()).run();
        } catch (ApiError | NoSuchElementException | IllegalArgumentException _) {
            // Somebody destroyed the guest or removed the storage meanwhile.
        }
    }

    /// A backup of a guest that somebody left locked.
    private void failBackup() {
        administrator.mark(running(), "snapshot-delete");
        String _ = administrator.backup(guest, storageFor("backup").id());
    }

    private void fillStorage() {
        ConfiguredStorage storage = storageFor("iso");
        String node = administrator.nodeOf(administrator.guests().getFirst());
        long used = world.look(() -> world.volumes().used(storage, node));
        file = storage.id() + ":iso/incident.iso";
        administrator.putVolume(new Volume(
                storage.id(),
                storage.shared() ? Optional.empty() : Optional.of(node),
                file,
                "iso",
                "iso",
                storage.total() / 100 * 96 - used,
                world.now(),
                OptionalInt.empty(),
                Optional.empty(),
                false));
    }

    private ConfiguredStorage storageFor(String content) {
        return world.look(() -> world.storages().stream()
                .filter(storage -> storage.content().contains(content))
                .findFirst()
                .orElseThrow());
    }

    /// Remembers one that runs.
    private int running() {
        guest = administrator.guests().stream()
                .filter(administrator::running)
                .findFirst()
                .orElseThrow();
        return guest;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
