package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.client.Planner;
import io.github.proxmoxmcp.client.guest.GuestApi;
import io.github.proxmoxmcp.client.lxc.LxcLifecycleApi.MoveVolume;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Assumption.Fact;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.Units;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import io.github.proxmoxmcp.server.tools.live.SafetySnapshot;
import java.util.Optional;

/// The disks of guests: larger, and elsewhere.
public final class DiskTools {

    private final Readings readings;
    private final Guard guard;

    public DiskTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
    }

    /// Arguments of `resize_disk`.
    record ResizeDisk(
            Optional<ClusterName> cluster,
            GuestRef guest,
            @Describe("such as scsi0, rootfs") String disk,
            @Describe("40G or +8G") String size,
            Optional<Boolean> snapshotFirst,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "resize_disk",
            title = "Grow a guest's disk",
            description = "Makes a guest's disk larger, never smaller.",
            effect = OPERATE,
            needs = {GUESTS, "VM.Config.Disk /vms", "VM.Snapshot /vms"})
    Answer<Outcome> resize(ResizeDisk request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        guest.requireUnlocked();
        Disks.Disk disk = Disks.require(guest, request.disk());
        requireLarger(guest, disk, request.size());
        String what = "grow " + disk.slot() + " of guest " + guest.label()
                + (request.size().startsWith("+") ? " by " + request.size().substring(1) : " to " + request.size());
        // The digest of before a snapshot is not the one after it.
        GuestApi.ResizeDisk resize = new GuestApi.ResizeDisk(
                disk.slot(),
                request.size(),
                guest.digest().filter(_ -> !request.snapshotFirst().orElse(false)));
        Action action = Action.of(tool, reading.cluster().name(), what)
                .on(guest, Fact.DIGEST)
                .then(Step.of(plan -> guest.in(plan).resize(resize), what))
                .dependent(
                        guest.isContainer()
                                ? "the file system inside grows with it"
                                : "the guest's own partitions and file systems do not grow by themselves")
                .dependent("it cannot be undone: Proxmox does not make disks smaller");
        return guard.submit(
                SafetySnapshot.around(request.snapshotFirst(), reading, guest, action),
                RunOptions.of(request.dryRun(), Optional.empty()),
                tool.caller());
    }

    private static void requireLarger(LiveGuest guest, Disks.Disk disk, String size) {
        boolean more = size.startsWith("+");
        long asked = Disks.bytes(more ? size.substring(1) : size)
                .orElseThrow(() -> new ToolException.BadArgument(
                        "'size' is '" + size + "', but must be such as 40G, or +8G for that much more"));
        boolean smaller =
                more ? asked == 0 : disk.size().filter(now -> asked <= now).isPresent();
        if (smaller) {
            throw new Refused(
                    "no_growth",
                    disk.slot() + " of guest " + guest.label() + " has "
                            + Units.gib(disk.size()).map(gib -> gib + " GiB").orElse("an unknown size") + ", and "
                            + size + " is not more. Proxmox cannot shrink a disk, because the end of the file systems"
                            + " on it would be cut off; a smaller one is made by copying inside the guest");
        }
    }

    /// Arguments of `move_disk`.
    record MoveDisk(
            Optional<ClusterName> cluster,
            GuestRef guest,
            @Describe("such as scsi0") String disk,
            String storage,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "move_disk",
            title = "Move a disk to another storage",
            description = "Copies a disk to another storage and uses it; the old one stays as unused.",
            effect = OPERATE,
            needs = {GUESTS, "VM.Config.Disk /vms", "Datastore.AllocateSpace /storage"})
    Answer<Outcome> move(MoveDisk request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        guest.requireUnlocked();
        Disks.Disk disk = Disks.require(guest, request.disk());
        if (disk.storage().equals(request.storage())) {
            throw new Refused(
                    "nothing_to_do",
                    disk.slot() + " of guest " + guest.label() + " lies on " + request.storage() + " already");
        }
        if (guest.isContainer() && guest.isRunning()) {
            throw new Refused(
                    "running",
                    "a container's volume can only be moved while it is stopped; guest " + guest.label()
                            + " is running: power_guest action=shutdown first");
        }
        LiveCluster.of(reading)
                .storageFor(guest.node(), Optional.of(request.storage()), guest.isContainer() ? "rootdir" : "images");
        requireRoom(reading, guest, disk, request.storage());
        String what = "move " + disk.slot() + " of guest " + guest.label() + " from " + disk.storage() + " to "
                + request.storage();
        return guard.submit(
                Action.of(tool, reading.cluster().name(), what)
                        .on(guest, Fact.DIGEST)
                        .then(Step.of(moving(guest, disk.slot(), request.storage()), what))
                        .dependent("the old volume " + disk.volume() + " stays as an unused disk and takes its space"
                                + " until it is deleted; it is the copy from before the move")
                        .undoneBy("move_disk storage=" + disk.storage()),
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }

    private static Planner.Planned moving(LiveGuest guest, String slot, String storage) {
        return guest.isContainer()
                ? plan -> plan.lxcLifecycle()
                        .moveVolume(
                                guest.node(),
                                guest.vmid(),
                                new MoveVolume(slot, Optional.of(storage), guest.digest(), Options.NONE))
                : plan -> plan.qemuLifecycle()
                        .moveDisk(
                                guest.node(),
                                guest.vmid(),
                                new QemuLifecycleApi.MoveDisk(
                                        slot, Optional.of(storage), guest.digest(), Options.NONE));
    }

    private void requireRoom(Reading reading, LiveGuest guest, Disks.Disk disk, String storage) {
        LiveCluster.of(reading).storages().stream()
                .filter(row -> row.node().equals(guest.node()) && row.storage().equals(storage))
                .filter(row -> row.maxdisk().isPresent() && row.disk().isPresent())
                .filter(row ->
                        disk.size().filter(size -> size > LiveCluster.free(row)).isPresent())
                .findFirst()
                .ifPresent(row -> {
                    throw new Refused(
                            "no_room",
                            storage + " has "
                                    + Units.gib(Optional.of(LiveCluster.free(row)))
                                            .orElse(0.0)
                                    + " GiB free, and " + disk.slot() + " has "
                                    + Units.gib(disk.size()).orElse(0.0) + " GiB");
                });
    }
}
