package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Creating and destroying guests: a guest is there, locked and without options, before its task is over.
public final class Creation {
    private static final Duration CREATE = Duration.ofMillis(800);
    private static final Duration DESTROY = Duration.ofMillis(600);
    private static final Duration VANISH = Duration.ofMillis(200);

    private final World world;

    Creation(World world) {
        this.world = world;
    }

    /// A guest to be made.
    ///
    /// @param template what a container is unpacked from
    /// @param start whether it starts afterwards
    public record Plan(
            GuestAddress ref,
            String user,
            Map<String, String> options,
            Optional<String> pool,
            Optional<String> template,
            boolean start) {
        public Plan {
            options = new TreeMap<>(options);
        }
    }

    public TaskId create(Plan plan) {
        var ref = plan.ref();
        world.requireQuorum();
        plan.options().values().stream()
                .flatMap(line -> Allocation.storageOf(line).stream())
                .filter(id -> world.storage(id).isEmpty())
                .forEach(id -> {
                    throw new TaskFailure("storage '" + id + "' does not exist");
                });
        plan.pool().ifPresent(world::requirePool);
        var guest = world.add(ref.vmid(), ref.kind(), ref.node(), Map.of("lock", "create"));
        guest.setPool(plan.pool());
        return start(ref, plan.user(), "create", task -> {
            unlessDone(task, guest);
            plan.template()
                    .filter(template -> world.volumes().file(template).isEmpty())
                    .ifPresent(missing -> {
                        throw new TaskFailure(
                                "unable to create CT " + ref.vmid() + " - volume '" + missing + "' does not exist");
                    });
            task.then(CREATE, done -> fill(done, plan, guest));
        });
    }

    /// What must hold before a task is started that destroys a guest.
    public void requireDestroyable(GuestAddress ref, boolean purge, boolean force) {
        var guest = ref.require(world);
        var label = guest.label();
        if (guest.config().option("protection").equals(Optional.of("1"))) {
            throw new TaskFailure("can't remove " + label + " - protection mode enabled");
        }
        if (!purge && world.highAvailability().manages(guest)) {
            throw new TaskFailure("unable to remove " + label + " - used in HA resources and purge parameter not set.");
        }
        if (guest.running() && !force) {
            throw new TaskFailure(
                    ref.kind() == GuestType.QEMU
                            ? label + " is running - destroy failed"
                            : "unable to destroy " + label + " - container is running");
        }
    }

    public TaskId destroy(GuestAddress ref, String user, boolean purge) {
        return start(ref, user, "destroy", GuestLock.with(world, ref, (task, guest) -> {
            GuestLock.requireUnmarked(guest);
            world.requireWritable(guest, task.task().upid().pid());
            requireUnused(guest);
            task.then(DESTROY, destroyed -> {
                if (purge) {
                    destroyed.log("purging " + guest.label() + " from related configurations..");
                    world.highAvailability().forget(guest);
                    world.jobs().forget(guest.vmid());
                }
                guest.config().set("lock", "destroyed");
                destroyed.then(VANISH, gone -> world.remove(guest));
            });
        }));
    }

    private TaskId start(GuestAddress ref, String user, String action, Tasks.Step step) {
        return world.tasks().start(ref.node(), ref.kind().task(action), Integer.toString(ref.vmid()), user, step);
    }

    /// What is not complete when its task ends goes away.
    private void unlessDone(Tasks.Running task, SimulatedGuest guest) {
        task.finallyDo(() -> {
            if (guest.config().option("lock").equals(Optional.of("create"))) {
                world.remove(guest);
            }
        });
    }

    private void fill(Tasks.Running task, Plan plan, SimulatedGuest guest) {
        var config = guest.config();
        plan.options()
                .forEach((key, value) -> config.set(key, world.configuration().normal(guest, key, value)));
        for (var disk : Disk.of(config.options())) {
            task.log("%s: successfully created disk '%s,size=%s'"
                    .formatted(disk.slot(), disk.volume(), Disk.spell(disk.size())));
        }
        plan.template().ifPresent(template -> task.log("extracting archive '" + template + "'"));
        if (guest.kind() == GuestType.QEMU) {
            identify(task, guest);
        } else {
            config.option("arch").ifPresentOrElse(known -> {}, () -> config.set("arch", "amd64"));
        }
        config.delete("lock");
        if (plan.start()) {
            world.power().start(guest, plan.user());
        }
    }

    private void identify(Tasks.Running task, SimulatedGuest guest) {
        var config = guest.config();
        config.set("smbios1", "uuid=" + SampleGuests.uuid(world.random()));
        config.set("vmgenid", SampleGuests.uuid(world.random()));
        config.set("meta", "creation-qemu=10.1.2,ctime=" + task.now().getEpochSecond());
        if (config.option("boot").isEmpty()) {
            var devices = new ArrayList<String>();
            for (var stem : new String[] {"scsi", "virtio", "sata", "ide", "net"}) {
                config.options().keySet().stream()
                        .filter(key -> key.matches(stem + "\\d+"))
                        .findFirst()
                        .ifPresent(devices::add);
            }
            config.set("boot", "order=" + String.join(";", devices));
        }
    }

    /// A base volume stays as long as a linked clone needs it.
    private void requireUnused(SimulatedGuest guest) {
        for (var disk : Disk.of(guest.config().options())) {
            boolean needed = world.guests().stream()
                    .flatMap(other -> Disk.of(other.config().options()).stream())
                    .anyMatch(other -> other.volume().startsWith(disk.volume() + "/"));
            if (needed) {
                throw new TaskFailure("base volume '" + disk.volume() + "' is still in use by linked cloned");
            }
        }
    }
}
