package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// What lies on the storages: the disks that the guests' configurations name, and files of their own.
public final class StorageContents {
    private static final long FILE_SYSTEM = 1L << 30;
    private static final int USAGE_HOLDS_SECONDS = 10;

    private final World world;
    private final List<Volume> files = new ArrayList<>();
    private Map<String, Long> used = Map.of();
    private long usedSince = Long.MIN_VALUE;

    StorageContents(World world) {
        this.world = world;
    }

    void add(Volume file) {
        files.add(file);
    }

    /// Adds a file that somebody made.
    public void put(Volume file) {
        add(file);
    }

    /// Puts a file in the place of the one that has its name.
    public void replace(Volume file) {
        files.replaceAll(other -> other.id().equals(file.id()) && other.node().equals(file.node()) ? file : other);
    }

    boolean remove(String volumeId) {
        return files.removeIf(file -> file.id().equals(volumeId));
    }

    /// A file of this name, not the disk of a guest.
    public Optional<Volume> file(String volumeId) {
        return files.stream().filter(file -> file.id().equals(volumeId)).findFirst();
    }

    /// Everything on a storage as one node sees it.
    public List<Volume> on(ConfiguredStorage storage, String node) {
        var disks = world.guests().stream()
                .filter(guest -> storage.shared() || guest.node().equals(node))
                .flatMap(guest -> disks(guest).filter(disk -> disk.storage().equals(storage.id())));
        var others = files.stream().filter(file -> file.storage().equals(storage.id()) && file.reachableFrom(node));
        return Stream.concat(disks, others).toList();
    }

    /// Bytes in use, measured anew every ten seconds as on a real node.
    public long used(ConfiguredStorage storage, String node) {
        long tick = world.now().getEpochSecond() / USAGE_HOLDS_SECONDS;
        if (tick != usedSince) {
            used = measure();
            usedSince = tick;
        }
        long volumes = used.getOrDefault(key(storage.id(), storage.shared() ? "" : node), 0L);
        return Math.min(storage.total(), volumes + FILE_SYSTEM);
    }

    private Map<String, Long> measure() {
        var sums = new HashMap<String, Long>();
        for (var guest : world.guests()) {
            for (var disk : Disk.of(guest.config().options())) {
                world.storage(disk.storage())
                        .ifPresent(storage -> sums.merge(
                                key(storage.id(), storage.shared() ? "" : guest.node()),
                                share(guest.vmid(), disk.size()),
                                Long::sum));
            }
        }
        files.forEach(file -> sums.merge(key(file.storage(), file.node().orElse("")), file.size(), Long::sum));
        return sums;
    }

    /// Thin volumes: each has written a part of what it was given.
    private static long share(int vmid, long size) {
        return (long) (size * (0.3 + 0.5 * LoadCurves.fraction(vmid, 7)));
    }

    private static String key(String storage, String node) {
        return storage + "@" + node;
    }

    private Stream<Volume> disks(SimulatedGuest guest) {
        return Disk.of(guest.config().wanted()).stream().map(disk -> {
            var storage = world.storage(disk.storage());
            boolean shared = storage.filter(ConfiguredStorage::shared).isPresent();
            return new Volume(
                    disk.storage(),
                    shared ? Optional.empty() : Optional.of(guest.node()),
                    disk.volume(),
                    guest.kind() == GuestType.LXC ? "rootdir" : "images",
                    disk.format(),
                    disk.size(),
                    created(guest),
                    OptionalInt.of(guest.vmid()),
                    Optional.empty(),
                    false);
        });
    }

    private static Instant created(SimulatedGuest guest) {
        return guest.config()
                .option("meta")
                .map(meta -> meta.replaceAll(".*ctime=(\\d+).*", "$1"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
                .orElse(SampleGuests.FOUNDED);
    }
}
