package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.argument.NewId;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The vmid of a new guest. One under which archives of an earlier guest lie is not given unasked: they would count as
/// the new guest's backups, and its retention would prune them.
///
/// @param remark what to know about it
public record FreeVmid(int value, Optional<String> remark) {

    private static final int MAX_VMIDS_SKIPPED = 1000;

    /// The one that was asked for, if it is free; else the first free one without archives.
    ///
    /// @param own whose archives are no hindrance: the guest that is restored under its own vmid
    public static FreeVmid of(Reading reading, Optional<NewId> wanted, Optional<Integer> own) {
        if (wanted.isPresent()) {
            int vmid = wanted.get().value();
            if (LiveCluster.of(reading).exists(vmid)) {
                throw new Refused(
                        "vmid_taken",
                        "there is a guest " + vmid + " already; leave new_id out to get the next free one");
            }
            Optional<String> left = own.equals(Optional.of(vmid)) ? Optional.empty() : archives(reading, vmid);
            return new FreeVmid(
                    vmid,
                    left.map(archives -> "an earlier guest " + vmid + " left archives (" + archives
                            + "): they would count as the new guest's, and pruning may remove them"));
        }
        int first = reading.cluster().api().cluster().nextid();
        int vmid = first;
        while (vmid < first + MAX_VMIDS_SKIPPED
                && (archives(reading, vmid).isPresent()
                        || (vmid > first && LiveCluster.of(reading).exists(vmid)))) {
            vmid++;
        }
        Optional<String> skipped = vmid == first ? Optional.empty() : archives(reading, first);
        return new FreeVmid(
                vmid,
                skipped.map(archives ->
                        "vmid " + first + " is free too, but an earlier guest's archives are under it: " + archives));
    }

    public Action told(Action action) {
        return remark.map(action::dependent).orElse(action);
    }

    /// How many archives are under a vmid, and where.
    private static Optional<String> archives(Reading reading, int vmid) {
        List<Known<Backup>> archives =
                reading.store().inventory().backups(reading.cluster().name(), Optional.of(vmid), Moment.now());
        return archives.isEmpty()
                ? Optional.empty()
                : Optional.of(archives.size() + " on "
                        + archives.stream()
                                .map(stored -> stored.thing().storage())
                                .distinct()
                                .collect(Collectors.joining(", ")));
    }
}
