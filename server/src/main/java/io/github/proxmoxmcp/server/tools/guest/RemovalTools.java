package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.DESTRUCTIVE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.client.guest.GuestApi;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.value.Moment;
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
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Removing guests.
public final class RemovalTools {

    private final Readings readings;
    private final Guard guard;

    public RemovalTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
    }

    /// Arguments of `delete_guest`.
    record DeleteGuest(
            Optional<ClusterName> cluster,
            GuestRef guest,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "delete_guest",
            title = "Delete a guest",
            description = "Removes a stopped VM or container with its disks and snapshots, and takes it out of jobs and"
                    + " HA; its backups stay. A human must approve.",
            effect = DESTRUCTIVE,
            needs = {GUESTS, "VM.Allocate /vms"})
    Answer<Outcome> deleteGuest(DeleteGuest request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        if (guest.isRunning()) {
            throw new ToolException.Refused(
                    "running",
                    "guest " + guest.label() + " is " + UntrustedText.marked(guest.status())
                            + ", and only a stopped guest can be deleted: power_guest action=shutdown first");
        }
        String what = "delete guest " + guest.label();
        Action action = Action.of(tool, reading.cluster().name(), what + " on " + guest.node())
                .on(guest, Fact.STATUS, Fact.DIGEST)
                .then(Step.of(plan -> guest.in(plan).delete(GuestApi.DeleteGuest.PURGING), what))
                .loses("its configuration, its snapshots and its disks: " + disks(guest));
        List<Known<Backup>> backups =
                reading.store().inventory().backups(reading.cluster().name(), Optional.of(guest.vmid()), Moment.now());
        Action known = backups.isEmpty()
                ? action.loses("everything of it: no backup of it is known")
                : action.undoneBy("restore its latest known backup, of "
                        + backups.getFirst().thing().createdAt() + "; what came after that is lost");
        return guard.submit(
                GuestTies.told(known, reading, guest),
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }

    /// The volumes that go with it: what is bound from the node itself stays.
    private static String disks(LiveGuest guest) {
        String disks = Disks.of(guest).stream()
                .map(disk -> disk.slot() + " " + disk.volume())
                .collect(Collectors.joining("; "));
        return disks.isEmpty() ? "none" : disks;
    }
}
