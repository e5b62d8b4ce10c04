package io.github.proxmoxmcp.demo.world;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Somebody else who works on the cluster, as root in Proxmox's own interface: with the tasks and log lines this
/// leaves.
public final class Administrator {
    private static final String ROOT = "root@pam";
    private static final Duration CREATE = Duration.ofMillis(800);
    private static final Duration MIGRATE = Duration.ofMillis(2_500);
    private static final Duration DESTROY = Duration.ofMillis(600);

    private final World world;

    public Administrator(World world) {
        this.world = world;
    }

    /// The vmids of all guests.
    public List<Integer> guests() {
        return world.look(() -> world.guests().stream().map(Guest::vmid).toList());
    }

    /// The node that a guest is on now.
    public String nodeOf(int vmid) {
        return world.look(() -> guest(vmid).node());
    }

    public boolean running(int vmid) {
        return world.look(() -> guest(vmid).running());
    }

    /// Sets one option of a guest's configuration; a running guest may take it over only when it stops.
    public void setConfig(int vmid, String option, String value) {
        change(vmid, new Configuration.Change(Map.of(option, value), List.of(), List.of(), Optional.empty()));
    }

    public void deleteConfig(int vmid, String option) {
        change(vmid, new Configuration.Change(Map.of(), List.of(option), List.of(), Optional.empty()));
    }

    /// Marks a guest as locked, as a crashed backup leaves it, or with an empty word takes the mark away.
    public void mark(int vmid, String lock) {
        edit(vmid, guest -> {
            if (lock.isEmpty()) {
                guest.config().delete("lock");
            } else {
                guest.config().set("lock", lock);
            }
        });
    }

    /// Starts a guest; answers the task's UPID.
    public String start(int vmid) {
        return world.look(() -> world.power().start(guest(vmid), ROOT).toString());
    }

    public String stop(int vmid) {
        return world.look(
                () -> world.power().stop(GuestRef.of(guest(vmid)), ROOT, false).toString());
    }

    public String shutdown(int vmid) {
        return world.look(() -> world.power()
                .shutdown(GuestRef.of(guest(vmid)), ROOT, OptionalInt.empty(), false)
                .toString());
    }

    public String snapshot(int vmid, String name) {
        return world.look(() -> world.snapshots()
                .take(GuestRef.of(guest(vmid)), ROOT, name, "", false)
                .toString());
    }

    public String rollback(int vmid, String name) {
        return world.look(() -> world.snapshots()
                .rollback(GuestRef.of(guest(vmid)), ROOT, name, false)
                .toString());
    }

    /// Creates a small virtual machine.
    public String createVm(int vmid, String node, String name) {
        return create(
                GuestKind.QEMU, vmid, node, Map.of("memory", "1024", "cores", "1", "name", name, "ostype", "l26"));
    }

    /// Creates a guest with these options; the task has its kind's type.
    public String create(GuestKind kind, int vmid, String node, Map<String, String> options) {
        return task(node, kind.task("create"), vmid, task -> {
            if (world.guest(vmid).isPresent()) {
                throw new TaskFailure("unable to create %s %d - %s %d already exists"
                        .formatted(kind.noun(), vmid, kind.noun(), vmid));
            }
            var guest = world.add(vmid, kind, node, options);
            if (kind == GuestKind.QEMU) {
                guest.config().set("smbios1", "uuid=" + Catalogue.uuid(world.random()));
                guest.config().set("vmgenid", Catalogue.uuid(world.random()));
                guest.config()
                        .set("meta", "creation-qemu=10.1.2,ctime=" + task.now().getEpochSecond());
            }
            Disk.of(options).forEach(disk -> {
                task.log("formatting '%s' with %d bytes".formatted(disk.volume(), disk.size()));
                task.log("%s: successfully created disk '%s'".formatted(disk.slot(), disk.volume()));
            });
            guest.config().set("lock", "create");
            task.finallyDo(() -> guest.config().delete("lock"));
            task.then(CREATE, done -> {});
        });
    }

    /// Destroys a guest, running or not.
    public String removeGuest(int vmid) {
        return guestTask(vmid, "destroy", (task, guest) -> task.then(DESTROY, done -> world.remove(guest)));
    }

    /// Moves a guest to another node; a running virtual machine moves live, a container restarts.
    public String migrate(int vmid, String target) {
        world.change(() -> world.existing(target));
        return guestTask(vmid, "migrate", (task, guest) -> {
            task.log("starting migration of %s to node '%s'".formatted(guest.label(), target));
            guest.config().set("lock", "migrate");
            task.finallyDo(() -> guest.config().delete("lock"));
            task.then(MIGRATE, done -> {
                guest.moveTo(target);
                if (guest.kind() == GuestKind.LXC && guest.running()) {
                    world.power().setRunning(guest);
                }
                done.log("migration finished successfully");
            });
        });
    }

    /// Puts a guest into a pool, or with an empty name out of all of them. Proxmox logs this nowhere.
    public void setPool(int vmid, String pool) {
        edit(vmid, guest -> guest.setPool(pool.isEmpty() ? Optional.empty() : Optional.of(pool)));
    }

    public void createPool(String pool, String comment) {
        world.change(() -> world.putPool(pool, comment));
    }

    /// Adds or replaces a storage.
    public void putStorage(Storage storage) {
        world.change(() -> world.put(storage));
    }

    /// Forgets a storage; what lies on it stays where it is.
    public void removeStorage(String id) {
        world.change(() -> world.removeStorage(id));
    }

    public void removePool(String pool) {
        world.change(() -> world.removePool(pool));
    }

    /// Adds a file to a storage, such as a backup.
    public void putVolume(Volume volume) {
        world.change(() -> world.volumes().add(volume));
    }

    public boolean removeVolume(String volumeId) {
        return world.look(() -> world.volumes().remove(volumeId));
    }

    /// Puts a guest there without any trace of how it came, for tests that need an exact world.
    public void place(GuestKind kind, int vmid, String node, Map<String, String> options, boolean running) {
        world.change(() -> {
            var guest = world.add(vmid, kind, node, options);
            if (running) {
                world.power().setRunning(guest);
            }
        });
    }

    /// Adds a snapshot without any trace of how it came.
    public void place(int vmid, Snapshot snapshot) {
        edit(vmid, guest -> Snapshots.remember(guest, snapshot));
    }

    private String guestTask(int vmid, String action, BiConsumer<Tasks.Running, Guest> what) {
        return world.look(() -> {
            var guest = guest(vmid);
            return task(
                    guest.node(),
                    guest.kind().task(action),
                    vmid,
                    GuestLock.with(world, GuestRef.of(guest), (task, held) -> {
                        GuestLock.requireUnmarked(held);
                        what.accept(task, held);
                    }));
        });
    }

    private String task(String node, String type, int vmid, Tasks.Step first) {
        return world.look(() -> world.tasks()
                .start(node, type, Integer.toString(vmid), ROOT, first)
                .toString());
    }

    private void change(int vmid, Configuration.Change change) {
        edit(vmid, guest -> world.configuration().update(GuestRef.of(guest), ROOT, change));
    }

    private void edit(int vmid, Consumer<Guest> action) {
        world.change(() -> action.accept(guest(vmid)));
    }

    private Guest guest(int vmid) {
        return world.guest(vmid).orElseThrow(() -> new IllegalArgumentException("no guest " + vmid));
    }
}
