package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.Disk;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.Stamps;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// One run of the backup tool: a guest after the other, within one task that fails if one of them does.
final class SimulatedBackup {
    private static final Pattern KEEP_LAST = Pattern.compile("keep-last=(\\d+)");

    private final World world;
    private final Backups backups;
    private final Tasks.Running task;
    private final Backups.Plan plan;

    SimulatedBackup(World world, Backups backups, Tasks.Running task, Backups.Plan plan) {
        this.world = world;
        this.backups = backups;
        this.task = task;
        this.plan = plan;
    }

    void begin() {
        next(new ArrayList<>(plan.named().stream().sorted().toList()), false);
    }

    private void next(List<Integer> left, boolean failed) {
        if (left.isEmpty()) {
            task.log("INFO: Backup job finished " + (failed ? "with errors" : "successfully"));
            if (failed) {
                throw new TaskFailure("job errors");
            }
            return;
        }
        int vmid = left.removeFirst();
        var guest = world.guest(vmid).filter(found -> found.node().equals(plan.node()));
        var refusal = guest.isEmpty()
                ? Optional.of("unable to find VM '" + vmid + "'")
                : guest.get()
                        .config()
                        .option("lock")
                        .map(mark -> guest.get().kind().noun() + " is locked (" + mark + ")");
        if (refusal.isPresent()) {
            task.log("ERROR: Backup of VM " + vmid + " failed - " + refusal.get());
            task.log("INFO: Failed at " + Stamps.readable(task.now()));
            next(left, true);
            return;
        }
        dump(guest.get(), left, failed);
    }

    private void dump(SimulatedGuest guest, List<Integer> left, boolean failed) {
        var kind = guest.kind();
        var begun = task.now();
        task.log("INFO: Starting Backup of VM %d (%s)".formatted(guest.vmid(), kind.path()));
        task.log("INFO: Backup started at " + Stamps.readable(begun));
        task.log("INFO: status = " + (guest.running() ? "running" : "stopped"));
        task.log("INFO: backup mode: " + (guest.running() ? plan.mode() : "stop"));
        task.log("INFO: " + kind.noun() + " Name: " + guest.name());
        guest.config().set("lock", "backup");
        task.finallyDo(() -> Backups.unlock(guest));
        long bytes =
                Disk.of(guest.config().options()).stream().mapToLong(Disk::size).sum();
        var suffix = suffix(plan.compress());
        var format = (kind == GuestType.QEMU ? "vma" : "tar") + suffix;
        var id = "%s:backup/vzdump-%s-%d-%s.%s"
                .formatted(plan.storage(), kind.path(), guest.vmid(), Stamps.file(begun), format);
        task.log("INFO: creating vzdump archive '" + id + "'");
        boolean wakes = kind == GuestType.QEMU && !guest.running() && !guest.template();
        if (wakes) {
            task.log("INFO: starting kvm to execute backup task");
            world.power().setRunning(guest);
            task.finallyDo(() -> {
                if (guest.running() && task.task().upid().node().equals(guest.node())) {
                    world.power().setStopped(guest);
                }
            });
        }
        task.then(Backups.lasts(bytes), done -> {
            if (wakes) {
                done.log("INFO: stopping kvm after backup task");
                world.power().setStopped(guest);
            }
            Backups.unlock(guest);
            backups.keep(id, guest);
            boolean shared = backups.storage(plan.storage()).shared();
            world.volumes()
                    .add(new Volume(
                            plan.storage(),
                            shared ? Optional.empty() : Optional.of(plan.node()),
                            id,
                            "backup",
                            format,
                            Math.max(8_192, (long) (bytes * (0.08 + 0.1 * LoadCurves.fraction(guest.vmid(), 32)))),
                            begun,
                            OptionalInt.of(guest.vmid()),
                            plan.notes().map(notes -> spell(notes, guest)),
                            plan.protect()));
            prune(guest.vmid());
            done.log("INFO: Finished Backup of VM %d (%s)"
                    .formatted(guest.vmid(), Duration.between(begun, done.now()).toSeconds() + "s"));
            done.log("INFO: Backup finished at " + Stamps.readable(done.now()));
            next(left, failed);
        });
    }

    /// Removes older archives of the guest within the task; protected ones stay.
    private void prune(int vmid) {
        var retention = Optional.ofNullable(plan.options().get("prune-backups")).orElse("");
        var last = KEEP_LAST.matcher(retention);
        if (!last.find()) {
            return;
        }
        task.log("INFO: prune older backups with retention: " + retention);
        var archives = world.volumes().on(backups.storage(plan.storage()), plan.node()).stream()
                .filter(file -> file.content().equals("backup") && file.vmid().equals(OptionalInt.of(vmid)))
                .toList();
        var gone = backups.prune(archives, Integer.parseInt(last.group(1))).entrySet().stream()
                .filter(mark -> mark.getValue().equals("remove"))
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(archive -> {
            task.log("INFO: removing backup '" + archive.id() + "'");
            world.volumes().remove(archive.id());
        });
        task.log("INFO: pruned %d backup(s)".formatted(gone.size())
                + (gone.isEmpty() ? "" : " not covered by keep-retention policy"));
    }

    private static String suffix(String compress) {
        return switch (compress) {
            case "zstd" -> ".zst";
            case "gzip", "1" -> ".gz";
            case "lzo" -> ".lzo";
            default -> "";
        };
    }

    private static String spell(String notes, SimulatedGuest guest) {
        return notes.replace("{{guestname}}", guest.name())
                .replace("{{vmid}}", Integer.toString(guest.vmid()))
                .replace("{{node}}", guest.node())
                .replace("{{cluster}}", "demo");
    }
}
