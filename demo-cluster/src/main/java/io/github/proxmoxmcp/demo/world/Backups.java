package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import io.github.proxmoxmcp.demo.model.Volume;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// Backups: made, restored, described, deleted. A backup keeps the configuration of its moment.
public final class Backups {
    private static final Duration BRIEF = Duration.ofMillis(600);
    private static final long BYTES_PER_MILLI = 16L << 20;
    private static final long MAX_BACKUP_MILLIS = 15_000;
    private static final long DOWNLOADED_BYTES = 209_715_200;

    private final World world;
    private final Map<String, SortedMap<String, String>> configurations = new TreeMap<>();

    Backups(World world) {
        this.world = world;
    }

    /// What one call of the backup tool does.
    ///
    /// @param options as they were given, for the log
    /// @param named the guests that were asked for; those that do not exist fail
    public record Plan(
            String node,
            String user,
            List<Integer> named,
            String storage,
            Map<String, String> options,
            String mode,
            String compress,
            Optional<String> notes,
            boolean protect) {}

    public TaskId start(Plan plan) {
        var storage = storage(plan.storage());
        if (!storage.holds("backup")) {
            throw new TaskFailure("storage '" + storage.id() + "' does not support backups");
        }
        var id = plan.named().size() == 1 ? Integer.toString(plan.named().getFirst()) : "";
        return world.tasks().start(plan.node(), "vzdump", id, plan.user(), task -> {
            var words = new StringBuilder("INFO: starting new backup job: vzdump");
            plan.named().forEach(vmid -> words.append(' ').append(vmid));
            plan.options()
                    .forEach((key, value) ->
                            words.append(" --").append(key).append(' ').append(value));
            task.log(words.toString());
            new SimulatedBackup(world, this, task, plan).begin();
        });
    }

    /// The configuration that a backup holds.
    public Optional<SortedMap<String, String>> configuration(String volumeId) {
        return Optional.ofNullable(configurations.get(volumeId))
                .or(() -> world.volumes()
                        .file(volumeId)
                        .filter(file ->
                                file.content().equals("backup") && file.vmid().isPresent())
                        .flatMap(file -> world.guest(file.vmid().getAsInt()))
                        .map(guest -> kept(guest.config().options())));
    }

    /// Remembers what an archive holds.
    void keep(String volumeId, SimulatedGuest guest) {
        configurations.put(volumeId, kept(guest.config().options()));
    }

    /// Puts a guest back as a backup has it, over the present one of this number or as a new one.
    public TaskId restore(GuestAddress ref, String user, String volumeId, Restore how) {
        world.requireQuorum();
        var present = world.guest(ref.vmid());
        present.ifPresent(guest -> {
            if (!how.force() || guest.kind() != ref.kind() || !guest.node().equals(ref.node())) {
                throw new TaskFailure("%s already exists on node '%s'".formatted(guest.label(), guest.node()));
            }
            if (guest.running()) {
                throw new TaskFailure("unable to restore " + guest.label()
                        + (ref.kind() == GuestType.QEMU ? " - VM is running" : " - container is running"));
            }
        });
        var guest = present.orElseGet(() -> world.add(ref.vmid(), ref.kind(), ref.node(), Map.of("lock", "create")));
        how.pool().ifPresent(pool -> guest.setPool(Optional.of(pool)));
        return world.tasks().start(ref.node(), ref.kind().task("restore"), Integer.toString(ref.vmid()), user, task -> {
            var found = configuration(volumeId)
                    .filter(kept -> world.volumes().file(volumeId).isPresent());
            if (found.isEmpty()) {
                present.ifPresentOrElse(stays -> {}, () -> world.remove(guest));
                throw new TaskFailure("volume '" + volumeId + "' does not exist");
            }
            task.log("recovering backed-up configuration from '" + volumeId + "'");
            guest.config().set("lock", "create");
            task.finallyDo(() -> unlock(guest));
            long bytes = Disk.of(found.get()).stream().mapToLong(Disk::size).sum();
            task.then(lasts(bytes), done -> {
                done.log("merging backed-up and given configuration..");
                fill(guest, found.get(), how);
                if (how.start()) {
                    world.power().start(guest, user);
                }
            });
        });
    }

    /// How a backup is restored.
    ///
    /// @param unique whether the guest gets new network addresses
    public record Restore(
            Optional<String> storage,
            Optional<String> pool,
            Map<String, String> options,
            boolean force,
            boolean unique,
            boolean start) {}

    /// Deletes a file of a storage in a task, which fails for a protected one.
    public TaskId delete(Volume volume, String node, String user) {
        var id = (volume.vmid().isPresent() ? Integer.toString(volume.vmid().getAsInt()) : "") + "@" + volume.storage();
        return world.tasks().start(node, "imgdel", id, user, task -> {
            if (volume.protectedFromPruning()) {
                throw new TaskFailure("can't remove protected volume '" + volume.id() + "'");
            }
            world.volumes().remove(volume.id());
            task.log("Removed volume '" + volume.id() + "'");
        });
    }

    /// Deletes several backups of a storage in one task.
    public TaskId deleteAll(List<Volume> backups, String storage, String node, String user) {
        return world.tasks()
                .start(
                        node,
                        "prunebackups",
                        storage,
                        user,
                        task -> backups.forEach(backup -> {
                            world.volumes().remove(backup.id());
                            task.log("Removed volume '" + backup.id() + "'");
                        }));
    }

    /// Fetches a file from another server. Only the mirrors of `example` answer: the cluster has no other way out.
    public TaskId download(
            String node, ConfiguredStorage storage, String content, String name, String user, String url) {
        var host = url.replaceFirst("https?://([^/]+)/.*", "$1");
        return world.tasks().start(node, "download", name, user, task -> {
            task.log("downloading " + url);
            if (!host.endsWith(".example")) {
                throw new TaskFailure("download failed: Connecting to " + host + "... failed: Connection refused.");
            }
            task.then(BRIEF, done -> {
                world.volumes()
                        .put(new Volume(
                                storage.id(),
                                storage.shared() ? Optional.empty() : Optional.of(node),
                                "%s:%s/%s".formatted(storage.id(), content, name),
                                content,
                                name.replaceFirst(".*\\.", ""),
                                DOWNLOADED_BYTES,
                                done.now(),
                                OptionalInt.empty(),
                                Optional.empty(),
                                false));
                done.log("download of '" + url + "' finished");
            });
        });
    }

    /// What stays and what goes when only so many of the newest backups of each guest are kept: `keep`, `remove` or
    /// `protected` by backup.
    public Map<Volume, String> prune(List<Volume> backups, int keepLast) {
        var marks = new TreeMap<Volume, String>(Comparator.comparing(Volume::id));
        var kept = new TreeMap<Integer, Integer>();
        backups.stream()
                .filter(backup -> backup.vmid().isPresent())
                .sorted(Comparator.comparing(Volume::created).reversed())
                .forEach(backup -> {
                    if (backup.protectedFromPruning()) {
                        marks.put(backup, "protected");
                    } else {
                        int number = kept.merge(backup.vmid().getAsInt(), 1, Integer::sum);
                        marks.put(backup, number <= keepLast ? "keep" : "remove");
                    }
                });
        return marks;
    }

    private void fill(SimulatedGuest guest, SortedMap<String, String> kept, Restore how) {
        var allocation = new Allocation(world, guest.kind(), guest.vmid(), List.of());
        var options = new TreeMap<>(kept);
        for (var disk : Disk.of(kept)) {
            options.computeIfPresent(disk.slot(), (slot, line) -> allocation.copy(disk, line, how.storage()));
        }
        options.putAll(how.options());
        if (how.unique()) {
            options.replaceAll((key, value) -> key.startsWith("net")
                    ? SampleGuests.withMac(value, guest.vmid(), world.random().nextLong())
                    : value);
        }
        guest.config().snapshots().forEach(guest.config()::removeSnapshot);
        guest.config().replaceOptions(options);
        if (guest.kind() == GuestType.QEMU) {
            guest.config().set("vmgenid", SampleGuests.uuid(world.random()));
        }
    }

    static SortedMap<String, String> kept(SortedMap<String, String> options) {
        var kept = new TreeMap<>(options);
        kept.keySet().removeAll(List.of("lock", "parent", "template"));
        return kept;
    }

    static void unlock(SimulatedGuest guest) {
        guest.config().delete("lock");
    }

    static Duration lasts(long bytes) {
        return BRIEF.plusMillis(Math.min(MAX_BACKUP_MILLIS, bytes / BYTES_PER_MILLI));
    }

    ConfiguredStorage storage(String id) {
        return world.storage(id).orElseThrow(() -> new TaskFailure("storage '" + id + "' does not exist"));
    }
}
