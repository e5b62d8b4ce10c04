package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.DESTRUCTIVE;
import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.client.guest.GuestSnapshot;
import io.github.proxmoxmcp.client.guest.Rollback;
import io.github.proxmoxmcp.client.guest.SnapshotRemoval;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
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
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.live.SafetySnapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Snapshots of guests: taking them, going back to them, removing them.
public final class GuestSnapshotTools {

    private final Readings readings;
    private final Guard guard;

    public GuestSnapshotTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
    }

    /// Arguments of `create_guest_snapshot`.
    record CreateSnapshot(
            Optional<ClusterName> cluster,
            GuestRef guest,
            @Describe("of the snapshot") String name,
            @Describe("note") Optional<String> description,
            @Describe("also the memory of a running VM") Optional<Boolean> ram,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "create_guest_snapshot",
            title = "Snapshot a guest",
            description = "Takes a snapshot of a guest's disks and configuration.",
            effect = OPERATE,
            needs = {GUESTS, "VM.Snapshot /vms"})
    Answer<Outcome> create(CreateSnapshot request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        boolean ram = request.ram().orElse(false);
        if (ram && (guest.isContainer() || !guest.isRunning())) {
            throw new ToolException.BadArgument("ram=true is for running VMs: guest " + guest.label() + " is "
                    + (guest.isContainer() ? "a container" : UntrustedText.marked(guest.status())));
        }
        guest.requireUnlocked();
        guest.requireNoTemplate("its disks do not change, so there is nothing to snapshot");
        SafetySnapshot.requireSnapshots(reading.cluster().api(), guest);
        if (find(guest.snapshots(reading.cluster().api()), request.name()).isPresent()) {
            throw new Refused(
                    "exists",
                    "guest " + guest.label() + " has a snapshot '" + request.name() + "' already; take another name");
        }
        String what = "snapshot guest " + guest.label() + " as " + request.name();
        return guard.submit(
                Action.of(tool, reading.cluster().name(), what)
                        .on(guest)
                        .then(guest.snapshot(request.name(), request.description(), Optional.of(ram), what))
                        .undoneBy("delete_guest_snapshot snapshot=" + request.name()),
                RunOptions.of(request.dryRun(), Optional.empty()),
                tool.caller());
    }

    /// Arguments of `rollback_guest`.
    record RollbackGuest(
            Optional<ClusterName> cluster,
            GuestRef guest,
            @Describe("its name") String snapshot,
            @Describe("start it afterwards") Optional<Boolean> start,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "rollback_guest",
            title = "Roll a guest back",
            description = "Puts a guest back to a snapshot: everything since is lost. A human must approve.",
            effect = DESTRUCTIVE,
            needs = {GUESTS, "VM.Snapshot.Rollback|VM.Snapshot /vms"})
    Answer<Outcome> rollback(RollbackGuest request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        guest.requireUnlocked();
        List<GuestSnapshot> all = guest.snapshots(reading.cluster().api());
        GuestSnapshot snapshot = require(all, guest, request.snapshot());
        List<String> newer = all.subList(all.indexOf(snapshot) + 1, all.size()).stream()
                .map(GuestSnapshot::name)
                .toList();
        requireNewestOnZfs(reading, guest, newer);
        String what = "roll guest " + guest.label() + " back to " + snapshot.name();
        Action action = Action.of(tool, reading.cluster().name(), what)
                .on(guest, Fact.DIGEST, Fact.STATUS)
                .then(Step.of(plan -> guest.in(plan).rollback(snapshot.name(), new Rollback(request.start())), what))
                .loses("everything that changed on the disks and in the configuration of guest " + guest.vmid()
                        + snapshot.snaptime().map(time -> " since " + time).orElse(""));
        if (!newer.isEmpty()) {
            action = action.dependent(
                    "newer snapshots stay, but are no longer of the present state: " + String.join(", ", newer));
        }
        if (guest.isRunning() && !snapshot.vmstate().orElse(false)) {
            action = action.dependent("the guest is " + guest.status() + ": it is stopped hard"
                    + (request.start().orElse(false) ? " and started again" : " and stays stopped"));
        }
        return guard.submit(action, RunOptions.of(request.dryRun(), Optional.empty()), tool.caller());
    }

    /// Arguments of `delete_guest_snapshot`.
    record DeleteSnapshot(
            Optional<ClusterName> cluster,
            GuestRef guest,
            @Describe("its name") String snapshot,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "delete_guest_snapshot",
            title = "Delete a guest's snapshot",
            description = "Removes a snapshot; the guest itself stays as it is. A human must approve.",
            effect = DESTRUCTIVE,
            needs = {GUESTS, "VM.Snapshot /vms"})
    Answer<Outcome> delete(DeleteSnapshot request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        guest.requireUnlocked();
        GuestSnapshot snapshot = require(guest.snapshots(reading.cluster().api()), guest, request.snapshot());
        String what = "delete snapshot " + snapshot.name() + " of guest " + guest.label();
        return guard.submit(
                Action.of(tool, reading.cluster().name(), what)
                        .on(guest)
                        .then(Step.of(
                                plan -> guest.in(plan).deleteSnapshot(snapshot.name(), SnapshotRemoval.PLAIN), what))
                        .loses("the way back to snapshot " + snapshot.name()
                                + snapshot.snaptime().map(time -> " of " + time).orElse("")),
                RunOptions.of(request.dryRun(), Optional.empty()),
                tool.caller());
    }

    private static Optional<GuestSnapshot> find(List<GuestSnapshot> all, String name) {
        return all.stream().filter(snapshot -> snapshot.name().equals(name)).findFirst();
    }

    private static GuestSnapshot require(List<GuestSnapshot> all, LiveGuest guest, String name) {
        return find(all, name)
                .orElseThrow(() -> new ToolException.NotFound(
                        "Guest " + guest.label() + " has no snapshot '" + UntrustedText.line(name)
                                + "'"
                                + (all.isEmpty()
                                        ? "; it has none."
                                        : "; it has "
                                                + all.stream()
                                                        .map(GuestSnapshot::name)
                                                        .map(UntrustedText::marked)
                                                        .collect(Collectors.joining(", "))
                                                + ".")));
    }

    /// ZFS goes back to its newest snapshot only.
    private static void requireNewestOnZfs(Reading reading, LiveGuest guest, List<String> newer) {
        List<String> zfs = newer.isEmpty()
                ? List.of()
                : reading.cluster().api().storageConfig().definitions().stream()
                        .filter(storage -> storage.get("type").equals(Optional.of("zfspool")))
                        .flatMap(storage -> storage.get("storage").stream())
                        .filter(storage -> Disks.of(guest).stream()
                                .anyMatch(disk -> disk.storage().equals(storage)))
                        .toList();
        if (!zfs.isEmpty()) {
            throw new Refused(
                    "newer_snapshots",
                    "a disk of guest " + guest.label() + " is on ZFS (" + UntrustedText.list(zfs)
                            + "), which goes back to its newest snapshot only. Delete the newer ones first, newest"
                            + " first: " + UntrustedText.list(newer.reversed()));
        }
    }
}
