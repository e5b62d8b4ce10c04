package io.github.proxmoxmcp.server.tools.live;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.guest.Feature;
import io.github.proxmoxmcp.client.guest.FeatureQuery;
import io.github.proxmoxmcp.client.guest.SnapshotRemoval;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Snapshots that are taken before something risky is done to a guest.
public final class SafetySnapshot {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    private SafetySnapshot() {}

    /// A snapshot before the steps of an action and its removal after them, if that is wanted: when a step fails, the
    /// snapshot stays.
    public static Action around(Optional<Boolean> wanted, Reading reading, LiveGuest guest, Action action) {
        if (!wanted.orElse(false)) {
            return action;
        }
        requireSnapshots(reading.cluster().api(), guest);
        String name = "before_" + STAMP.format(reading.now());
        return action.between(
                        guest.snapshot(
                                name, Optional.of("before: " + action.summary()), Optional.empty(), "snapshot " + name),
                        Step.of(
                                plan -> guest.in(plan).deleteSnapshot(name, SnapshotRemoval.PLAIN),
                                "remove snapshot " + name))
                .dependent("snapshot " + name + " is taken first and removed when all went well; if a step fails it"
                        + " stays, and rollback_guest snapshot=" + name + " goes back");
    }

    /// Refuses where a disk of the guest lies on a storage that cannot do snapshots.
    public static void requireSnapshots(Proxmox api, LiveGuest guest) {
        Feature feature = guest.in(api).feature(new FeatureQuery("snapshot", Optional.empty()));
        if (!feature.hasFeature()) {
            throw new Refused(
                    "no_snapshots",
                    "a disk of guest " + guest.label() + " lies on a storage that cannot do snapshots; backup_guest is"
                            + " the way to have a copy first, move_disk the way to another storage");
        }
    }
}
