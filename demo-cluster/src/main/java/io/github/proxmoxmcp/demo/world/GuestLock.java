package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The configuration lock of a guest: one task at a time, the others wait for it as long as Proxmox lets them.
final class GuestLock {
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final int RETRIES = 100;

    private GuestLock() {}

    /// A step that does something with a guest once it holds its lock, until the task ends.
    static Tasks.Step with(World world, GuestAddress ref, BiConsumer<Tasks.Running, SimulatedGuest> action) {
        return task -> acquire(world, ref, task, RETRIES, action);
    }

    /// Refuses what Proxmox refuses while a backup, a migration or the like has marked the guest.
    static void requireUnmarked(SimulatedGuest guest) {
        guest.config().option("lock").ifPresent(mark -> {
            throw new TaskFailure(guest.kind().noun() + " is locked (" + mark + ")");
        });
    }

    static TaskFailure timeout(GuestAddress ref) {
        return new TaskFailure("can't lock file '%s/lock-%d.conf' - got timeout"
                .formatted(
                        ref.kind() == GuestType.QEMU ? "/var/lock/qemu-server" : "/run/lock/lxc/pve-config",
                        ref.vmid()));
    }

    private static void acquire(
            World world,
            GuestAddress ref,
            Tasks.Running task,
            int retries,
            BiConsumer<Tasks.Running, SimulatedGuest> action) {
        var guest = ref.require(world);
        if (guest.holder().isEmpty()) {
            guest.setHolder(Optional.of(task.task()));
            task.finallyDo(() -> guest.setHolder(Optional.empty()));
            action.accept(task, guest);
        } else if (retries == 0) {
            throw timeout(ref);
        } else {
            task.then(RETRY, again -> acquire(world, ref, again, retries - 1, action));
        }
    }
}
