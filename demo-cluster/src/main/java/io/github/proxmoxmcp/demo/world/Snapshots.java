package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.Snapshot;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Taking, deleting and going back to snapshots of guests.
public final class Snapshots {
    private static final Duration TAKE = Duration.ofMillis(900);
    private static final Duration WITH_MEMORY = Duration.ofMillis(2_500);
    private static final Duration ROLLBACK = Duration.ofMillis(1_200);
    private static final Duration DELETE = Duration.ofMillis(800);
    private static final Set<String> NOT_KEPT = Set.of("lock", "parent", "description", "digest");

    private final World world;

    Snapshots(World world) {
        this.world = world;
    }

    public TaskId take(GuestAddress ref, String user, String name, String description, boolean withMemory) {
        return run(ref, user, "snapshot", "snapshot " + noun(ref) + name, "snapshot", (task, guest) -> {
            if (guest.config().snapshot(name).isPresent()) {
                throw new TaskFailure("snapshot name '" + name + "' already used");
            }
            var disks = Disk.of(guest.config().options());
            requireSnapshotStorage(disks);
            boolean memory = withMemory && guest.running();
            var taken = task.now();
            if (guest.running() && guest.kind() == GuestType.QEMU && !guest.hasAgent()) {
                task.log("skipping guest filesystem freeze - agent not configured");
            }
            task.then(memory ? WITH_MEMORY : TAKE, done -> {
                disks.forEach(disk -> done.log("snapshotting 'drive-" + disk.slot() + "' (" + disk.volume() + ")"));
                var options = new TreeMap<>(guest.config().options());
                options.keySet().removeAll(NOT_KEPT);
                guest.config()
                        .addSnapshot(new Snapshot(
                                name, guest.config().option("parent"), taken, description, memory, options));
                guest.config().set("parent", name);
            });
        });
    }

    public TaskId rollback(GuestAddress ref, String user, String name, boolean start) {
        return run(ref, user, "rollback", "rollback snapshot " + noun(ref) + name, "rollback", (task, guest) -> {
            var snapshot = existing(guest, name);
            task.then(ROLLBACK, done -> {
                world.power().setStopped(guest);
                var options = new TreeMap<>(snapshot.options());
                guest.config().option("description").ifPresent(text -> options.put("description", text));
                guest.config().option("lock").ifPresent(mark -> options.put("lock", mark));
                options.put("parent", name);
                if (options.containsKey("vmgenid")) {
                    options.put("vmgenid", SampleGuests.uuid(world.random()));
                }
                guest.config().replaceOptions(options);
                if (snapshot.withMemory() || start) {
                    world.power().setRunning(guest);
                }
            });
        });
    }

    public TaskId delete(GuestAddress ref, String user, String name) {
        return run(
                ref, user, "delsnapshot", "delete snapshot " + noun(ref) + name, "snapshot-delete", (task, guest) -> {
                    var snapshot = existing(guest, name);
                    task.then(DELETE, done -> guest.config().removeSnapshot(snapshot));
                });
    }

    public void describe(SimulatedGuest guest, String name, String description) {
        guest.config().describeSnapshot(existing(guest, name), description);
    }

    public static Snapshot existing(SimulatedGuest guest, String name) {
        return guest.config()
                .snapshot(name)
                .orElseThrow(() -> new TaskFailure("snapshot '" + name + "' does not exist"));
    }

    private interface Action {
        void run(Tasks.Running task, SimulatedGuest guest);
    }

    /// Runs with the guest marked as what is being done to it.
    ///
    /// @param line the worker's line in the cluster's log, whether it succeeds or not
    private TaskId run(GuestAddress ref, String user, String type, String line, String mark, Action action) {
        Tasks.Step step = GuestLock.with(world, ref, (task, guest) -> {
            GuestLock.requireUnmarked(guest);
            world.requireWritable(guest, task.task().upid().pid());
            // What can be refused is refused here; the steps it plans run with the mark below.
            action.run(task, guest);
            guest.config().set("lock", mark);
            task.finallyDo(() -> guest.config().delete("lock"));
        });
        return world.tasks().start(ref.node(), ref.kind().task(type), Integer.toString(ref.vmid()), user, task -> {
            var pid = task.task().upid().pid();
            world.log().write(task.now(), ref.node(), ClusterLog.Source.api(user, pid), line);
            step.run(task);
        });
    }

    private static String noun(GuestAddress ref) {
        return (ref.kind() == GuestType.QEMU ? "VM " : "container ") + ref.vmid() + ": ";
    }

    private void requireSnapshotStorage(List<Disk> disks) {
        for (var disk : disks) {
            var storage = world.storage(disk.storage());
            if (storage.filter(ConfiguredStorage::files).isPresent()
                    && !disk.volume().endsWith(".qcow2")) {
                throw new TaskFailure("snapshot feature is not available");
            }
        }
    }

    /// For a guest that had its snapshots before the world began.
    static void remember(SimulatedGuest guest, Snapshot snapshot) {
        guest.config().addSnapshot(snapshot);
        guest.config().set("parent", snapshot.name());
    }
}
