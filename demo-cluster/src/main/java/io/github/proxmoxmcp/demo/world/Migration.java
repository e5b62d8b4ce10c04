package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.Stamps;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Moving guests to other nodes: stopped ones, running machines live, running containers by a restart.
public final class Migration {
    private static final Duration PREPARE = Duration.ofMillis(300);
    private static final Duration HAND_OVER = Duration.ofSeconds(1);
    private static final Duration LIVE = Duration.ofSeconds(2);
    private static final Duration START = Duration.ofMillis(800);

    private final World world;

    Migration(World world) {
        this.world = world;
    }

    /// A move to be made.
    ///
    /// @param live whether a running machine may be moved, or a running container stopped and started
    /// @param localDisks whether a running machine's local disks are copied too
    public record Plan(
            GuestAddress ref, String target, String user, boolean live, boolean localDisks, Optional<String> storage) {}

    public TaskId start(Plan plan) {
        var guest = plan.ref().require(world);
        if (world.node(plan.target()).isEmpty()) {
            throw new TaskFailure("no such cluster node '" + plan.target() + "'");
        }
        GuestLock.requireUnmarked(guest);
        if (guest.running() && !plan.live()) {
            throw new TaskFailure(
                    guest.kind() == GuestType.QEMU
                            ? "can't migrate running VM without --online"
                            : "can't migrate running container without --online or --restart");
        }
        if (world.highAvailability().manages(guest)) {
            return world.highAvailability().migrate(guest, plan.target(), plan.user());
        }
        return now(plan);
    }

    /// Starts a migration without asking the HA manager.
    TaskId now(Plan plan) {
        var ref = plan.ref();
        return world.tasks()
                .start(
                        ref.node(),
                        ref.kind().task("migrate"),
                        Integer.toString(ref.vmid()),
                        plan.user(),
                        GuestLock.with(world, ref, (task, guest) -> move(task, plan, guest)));
    }

    /// Whether a disk lies on one node only.
    public boolean local(Disk disk) {
        return world.storage(disk.storage())
                .filter(storage -> !storage.shared())
                .isPresent();
    }

    private void move(Tasks.Running task, Plan plan, SimulatedGuest guest) {
        GuestLock.requireUnmarked(guest);
        world.requireWritable(guest, task.task().upid().pid());
        var target = world.existing(plan.target());
        log(
                task,
                "starting migration of %s to node '%s' (%s)".formatted(guest.label(), target.name(), target.address()));
        var refusal = refusal(plan, guest, target);
        if (refusal.isPresent()) {
            log(task, "ERROR: " + refusal.get());
            throw new TaskFailure("migration aborted");
        }
        guest.config().set("lock", "migrate");
        task.finallyDo(() -> guest.config().delete("lock"));
        long copied = Disk.of(guest.config().options()).stream()
                .filter(this::local)
                .mapToLong(Disk::size)
                .sum();
        var copying = copied == 0 ? Duration.ZERO : Cloning.copying(copied, OptionalLong.empty());
        boolean runs = guest.running();
        boolean live = runs && guest.kind() == GuestType.QEMU;
        if (runs && !live) {
            log(task, "shutdown " + guest.label());
            world.power().setStopped(guest);
        }
        if (live) {
            log(task, "starting VM " + guest.vmid() + " on remote node '" + plan.target() + "'");
        }
        task.then(PREPARE.plus(live ? LIVE : Duration.ZERO).plus(copying), there -> {
            arrive(plan, guest);
            there.then(runs && !live ? START : HAND_OVER, done -> {
                if (runs && !live) {
                    world.power().setRunning(guest);
                }
                log(done, "migration finished successfully");
            });
        });
    }

    private void arrive(Plan plan, SimulatedGuest guest) {
        plan.storage()
                .ifPresent(storage -> Disk.of(guest.config().options()).stream()
                        .filter(this::local)
                        .forEach(disk -> guest.config()
                                .option(disk.slot())
                                .ifPresent(line ->
                                        guest.config().set(disk.slot(), onStorage(guest, disk, line, storage)))));
        guest.moveTo(plan.target());
    }

    private String onStorage(SimulatedGuest guest, Disk disk, String line, String storage) {
        return disk.storage().equals(storage)
                ? line
                : Allocation.of(world, guest).copy(disk, line, Optional.of(storage));
    }

    private Optional<String> refusal(Plan plan, SimulatedGuest guest, SimulatedNode target) {
        if (!world.reachable(target, guest.node())) {
            return Optional.of("Can't connect to destination address using public key");
        }
        boolean live = guest.running() && guest.kind() == GuestType.QEMU;
        for (var disk : Disk.of(guest.config().options())) {
            if (live && local(disk) && !plan.localDisks()) {
                return Optional.of("can't live migrate attached local disks without with-local-disks option");
            }
            var id = local(disk) ? plan.storage().orElse(disk.storage()) : disk.storage();
            if (world.storage(id).filter(storage -> storage.on(target.name())).isEmpty()) {
                return Optional.of("storage '" + id + "' is not available on node '" + target.name() + "'");
            }
        }
        return Optional.empty();
    }

    /// These logs begin with the time.
    private static void log(Tasks.Running task, String line) {
        task.log(Stamps.readable(task.now()) + " " + line);
    }
}
