package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import java.util.Optional;
import java.util.OptionalLong;

/// Growing disks, and moving them to another storage.
public final class DiskChanges {
    private final World world;

    DiskChanges(World world) {
        this.world = world;
    }

    /// Grows a disk; a size with a plus is added.
    public TaskId resize(GuestAddress ref, String user, String slot, String size) {
        if (ref.kind() == GuestType.QEMU) {
            note(ref, user, "update VM %d: resize --disk %s --size %s".formatted(ref.vmid(), slot, size));
        }
        return start(ref, user, "resize", GuestLock.with(world, ref, (task, guest) -> {
            GuestLock.requireUnmarked(guest);
            var disk = existing(guest, slot);
            long amount = Disk.bytes(size.replace("+", ""))
                    .orElseThrow(() -> new TaskFailure("unable to parse size '" + size + "'"));
            long wanted = size.startsWith("+") ? disk.size() + amount : amount;
            if (wanted < disk.size()) {
                throw new TaskFailure(
                        ref.kind() == GuestType.QEMU
                                ? "shrinking disks is not supported"
                                : "unable to shrink disk size");
            }
            task.log("Image resized.");
            replace(guest, disk, disk.volume(), wanted);
        }));
    }

    /// Copies a disk to another storage and attaches the copy; the old volume stays, unless it is to be deleted.
    public TaskId move(GuestAddress ref, String user, String slot, String storageId, boolean delete) {
        var guest = ref.require(world);
        GuestLock.requireUnmarked(guest);
        var disk = existing(guest, slot);
        if (world.storage(storageId).isEmpty()) {
            throw new TaskFailure("storage '" + storageId + "' does not exist");
        }
        if (disk.storage().equals(storageId)) {
            throw new TaskFailure("you can't move to the same storage with same format");
        }
        if (delete && !guest.config().snapshots().isEmpty()) {
            throw new TaskFailure(
                    ref.kind() == GuestType.QEMU
                            ? "you can't move a disk with snapshots and delete the source"
                            : "you can't move a volume with snapshots and delete the source");
        }
        boolean vm = ref.kind() == GuestType.QEMU;
        var words = vm
                ? "move disk VM %d: move --disk %s --storage %s"
                : "move volume CT %d: move --volume %s --storage %s";
        note(ref, user, words.formatted(ref.vmid(), slot, storageId));
        var type = vm ? "qmmove" : "move_volume";
        return start(ref, user, type, GuestLock.with(world, ref, (task, held) -> {
            task.log("create full clone of drive %s (%s)".formatted(slot, disk.volume()));
            held.config().set("lock", ref.kind() == GuestType.QEMU ? "migrate" : "disk");
            task.finallyDo(() -> held.config().delete("lock"));
            var step = Cloning.copying(disk.size(), OptionalLong.empty()).dividedBy(4);
            Cloning.progress(task, disk.size(), 1, step, done -> {
                var line = held.config().option(slot).orElseThrow();
                held.config().set(slot, Allocation.of(world, held).copy(disk, line, Optional.of(storageId)));
                if (!delete) {
                    held.config().set(ConfigChanges.unused(held), disk.volume());
                }
            });
        }));
    }

    private void note(GuestAddress ref, String user, String line) {
        var source = ClusterLog.Source.api(user, world.nextPid(ref.node()));
        world.log().write(world.now(), ref.node(), source, line);
    }

    private TaskId start(GuestAddress ref, String user, String type, Tasks.Step step) {
        return world.tasks().start(ref.node(), type, Integer.toString(ref.vmid()), user, step);
    }

    private static void replace(SimulatedGuest guest, Disk disk, String volume, long size) {
        guest.config()
                .option(disk.slot())
                .ifPresent(line -> guest.config().set(disk.slot(), Disk.line(line, volume, size)));
    }

    private static Disk existing(SimulatedGuest guest, String slot) {
        return Disk.of(guest.config().options()).stream()
                .filter(disk -> disk.slot().equals(slot))
                .findFirst()
                .orElseThrow(() -> new TaskFailure("disk '" + slot + "' does not exist"));
    }
}
