package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.Snapshot;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import io.github.proxmoxmcp.demo.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// Somebody else who works on the cluster, as root in Proxmox's own interface: with the tasks and log lines this
/// leaves.
public final class Administrator {
    private static final String ROOT = "root@pam";

    private final World world;

    public Administrator(World world) {
        this.world = world;
    }

    /// The vmids of all guests.
    public List<Integer> guests() {
        return world.look(
                () -> world.guests().stream().map(SimulatedGuest::vmid).toList());
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
        change(vmid, new ConfigChanges.Change(Map.of(option, value), List.of(), List.of(), Optional.empty()));
    }

    public void deleteConfig(int vmid, String option) {
        change(vmid, new ConfigChanges.Change(Map.of(), List.of(option), List.of(), Optional.empty()));
    }

    /// Lets changes wait for the next start of a guest, running or not, without a trace of who made them.
    public void leavePending(int vmid, Map<String, String> values, List<String> deletes) {
        edit(vmid, guest -> guest.config().leavePending(new TreeMap<>(values), deletes));
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
        return world.look(() ->
                world.power().stop(GuestAddress.of(guest(vmid)), ROOT, false).toString());
    }

    public String shutdown(int vmid) {
        return world.look(() -> world.power()
                .shutdown(GuestAddress.of(guest(vmid)), ROOT, OptionalInt.empty(), false)
                .toString());
    }

    public String snapshot(int vmid, String name) {
        return world.look(() -> world.snapshots()
                .take(GuestAddress.of(guest(vmid)), ROOT, name, "", false)
                .toString());
    }

    public String rollback(int vmid, String name) {
        return world.look(() -> world.snapshots()
                .rollback(GuestAddress.of(guest(vmid)), ROOT, name, false)
                .toString());
    }

    /// Creates a small virtual machine.
    public String createVm(int vmid, String node, String name) {
        return create(
                GuestType.QEMU, vmid, node, Map.of("memory", "1024", "cores", "1", "name", name, "ostype", "l26"));
    }

    /// Creates a guest with these options; the task has its kind's type.
    public String create(GuestType kind, int vmid, String node, Map<String, String> options) {
        return world.look(() -> {
            var ref = new GuestAddress(kind, vmid, node);
            if (world.guest(vmid).isPresent()) {
                return world.tasks()
                        .start(node, kind.task("create"), Integer.toString(vmid), ROOT, task -> {
                            throw new TaskFailure("unable to create %s %d - %s %d already exists"
                                    .formatted(kind.noun(), vmid, kind.noun(), vmid));
                        })
                        .toString();
            }
            return world.creation()
                    .create(new Creation.Plan(ref, ROOT, options, Optional.empty(), Optional.empty(), false))
                    .toString();
        });
    }

    /// Destroys a guest, running or not.
    public String removeGuest(int vmid) {
        return of(vmid, ref -> world.creation().destroy(ref, ROOT, false));
    }

    /// Moves a guest to another node; a running virtual machine moves live, a container restarts.
    public String migrate(int vmid, String target) {
        world.change(() -> world.existing(target));
        return of(
                vmid,
                ref -> world.migration().now(new Migration.Plan(ref, target, ROOT, true, true, Optional.empty())));
    }

    /// Makes a copy of a guest, linked if it is a template.
    public String clone(int vmid, int copy, String name) {
        return of(
                vmid,
                ref -> world.cloning()
                        .start(new Cloning.Plan(
                                ref,
                                copy,
                                ROOT,
                                Optional.of(name),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.empty())));
    }

    /// Makes a template of a stopped virtual machine.
    public String makeTemplate(int vmid) {
        return of(vmid, ref -> world.cloning().template(ref, ROOT));
    }

    /// Grows a disk; a size such as `+8G` is added.
    public String resize(int vmid, String disk, String size) {
        return of(vmid, ref -> world.diskChanges().resize(ref, ROOT, disk, size));
    }

    /// Moves a disk to another storage and deletes the old volume.
    public String moveDisk(int vmid, String disk, String storage) {
        return of(vmid, ref -> world.diskChanges().move(ref, ROOT, disk, storage, true));
    }

    /// Backs a guest up to a storage.
    public String backup(int vmid, String storage) {
        return of(
                vmid,
                ref -> world.backups()
                        .start(new Backups.Plan(
                                ref.node(),
                                ROOT,
                                List.of(vmid),
                                storage,
                                Map.of("storage", storage),
                                "snapshot",
                                "zstd",
                                Optional.empty(),
                                false)));
    }

    /// Puts a stopped guest back as a backup has it.
    public String restore(int vmid, String volumeId) {
        var how = new Backups.Restore(Optional.empty(), Optional.empty(), Map.of(), true, false, false);
        return of(vmid, ref -> world.backups().restore(ref, ROOT, volumeId, how));
    }

    /// Lets the cluster's manager keep a guest `started` or `stopped`.
    public void manage(int vmid, String state, String comment) {
        edit(
                vmid,
                guest -> world.highAvailability()
                        .create(new HighAvailability.Resource(
                                HighAvailability.sid(guest),
                                state,
                                Optional.of(comment),
                                1,
                                1,
                                true,
                                HighAvailability.Service.NEW)));
    }

    /// Adds or replaces a backup job, with its options as the API takes them.
    public void putBackupJob(String id, Map<String, String> options) {
        world.change(() -> world.jobs().putBackup(id, new TreeMap<>(options)));
    }

    /// Lets a backup job run now, as the scheduler does: a task on each node that has guests of it.
    public List<String> runBackupJob(String id) {
        return world.look(
                () -> world.jobs().run(id).stream().map(TaskId::toString).toList());
    }

    /// Puts a storage into a pool.
    public void addToPool(String pool, String storage) {
        world.change(() -> world.pools().setStorage(pool, storage, true));
    }

    /// Puts a guest into a pool, or with an empty name out of all of them. Proxmox logs this nowhere.
    public void setPool(int vmid, String pool) {
        edit(vmid, guest -> guest.setPool(pool.isEmpty() ? Optional.empty() : Optional.of(pool)));
    }

    public void createPool(String pool, String comment) {
        world.change(() -> world.pools().put(pool, comment));
    }

    /// Adds or replaces a storage.
    public void putStorage(ConfiguredStorage storage) {
        world.change(() -> world.put(storage));
    }

    /// Forgets a storage; what lies on it stays where it is.
    public void removeStorage(String id) {
        world.change(() -> world.removeStorage(id));
    }

    public void removePool(String pool) {
        world.change(() -> world.pools().remove(pool));
    }

    /// Changes configuration files of firewalls, networks, mappings, notices and figures.
    public void configure(Consumer<ConfigFiles> change) {
        world.change(() -> change.accept(world.configFiles()));
    }

    /// Adds a file to a storage, such as a backup.
    public void putVolume(Volume volume) {
        world.change(() -> world.volumes().add(volume));
    }

    public boolean removeVolume(String volumeId) {
        return world.look(() -> world.volumes().remove(volumeId));
    }

    /// Puts a guest there without any trace of how it came, for tests that need an exact world.
    public void place(GuestType kind, int vmid, String node, Map<String, String> options, boolean running) {
        world.change(() -> {
            var guest = world.add(vmid, kind, node, options);
            if (running) {
                world.power().setRunning(guest);
            }
        });
    }

    /// Takes a guest's configuration file away, which leaves no trace; what is answered puts it back.
    public Runnable misplace(int vmid) {
        var guest = world.look(() -> {
            var there = guest(vmid);
            world.remove(there);
            return there;
        });
        return () -> world.change(() -> world.putBack(guest));
    }

    /// Adds a snapshot without any trace of how it came.
    public void place(int vmid, Snapshot snapshot) {
        edit(vmid, guest -> Snapshots.remember(guest, snapshot));
    }

    private String of(int vmid, Function<GuestAddress, TaskId> what) {
        return world.look(() -> what.apply(GuestAddress.of(guest(vmid))).toString());
    }

    private void change(int vmid, ConfigChanges.Change change) {
        edit(vmid, guest -> world.configuration().update(GuestAddress.of(guest), ROOT, change));
    }

    private void edit(int vmid, Consumer<SimulatedGuest> action) {
        world.change(() -> action.accept(guest(vmid)));
    }

    private SimulatedGuest guest(int vmid) {
        return world.guest(vmid).orElseThrow(() -> new IllegalArgumentException("no guest " + vmid));
    }
}
