package io.github.proxmoxmcp.server.tools.backup;

import io.github.proxmoxmcp.client.Planner;
import io.github.proxmoxmcp.client.lxc.LxcLifecycleApi.CreateContainer;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi.CreateVm;
import io.github.proxmoxmcp.client.storage.StorageApi.ContentQuery;
import io.github.proxmoxmcp.client.storage.StorageApi.Volume;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A backup as a storage has it.
///
/// @param container what it is a backup of: a container, or else a VM
/// @param kept whether it is protected from removal
public record Archive(String volid, boolean container, Optional<Integer> vmid, Optional<Instant> ctime, boolean kept) {

    /// @throws ToolException.NotFound when the storage has no such backup, or the token may not see it
    static Archive require(Reading reading, String node, String volid) {
        return list(reading, node, storage(volid), Optional.empty())
                .filter(volume -> volume.volid().equals(volid))
                .findFirst()
                .map(Archive::of)
                .orElseThrow(() -> new ToolException.NotFound("Storage '" + storage(volid) + "' has no backup '"
                        + UntrustedText.line(volid) + "', or the server's token may not see it; check_backups and"
                        + " list_volumes show the backups."));
    }

    static Optional<Archive> latest(Reading reading, String node, String storage, int vmid) {
        return list(reading, node, storage, Optional.of(vmid))
                .filter(volume -> volume.ctime().isPresent())
                .max(Comparator.comparing(volume -> volume.ctime().orElseThrow()))
                .map(Archive::of);
    }

    /// How many other backups of its guest the storage has.
    static int others(Reading reading, String node, String storage, Archive archive) {
        return archive.vmid()
                .map(vmid -> (int) list(reading, node, storage, Optional.of(vmid))
                        .filter(volume -> !volume.volid().equals(archive.volid()))
                        .count())
                .orElse(0);
    }

    /// `backup` of `backup:backup/vzdump-qemu-100-….vma.zst`
    static String storage(String volid) {
        int colon = volid.indexOf(':');
        if (colon < 1) {
            throw new ToolException.BadArgument("'backup' is '" + UntrustedText.line(volid)
                    + "', but must be a volume such as backup:backup/vzdump-qemu-100-….vma.zst; check_backups"
                    + " shows them");
        }
        return volid.substring(0, colon);
    }

    /// Makes a guest of it.
    ///
    /// @param force over one that exists
    /// @param unique with other MAC addresses than in the backup
    Planner.Planned restored(
            String node, int id, Optional<String> storage, Optional<Boolean> force, Optional<Boolean> unique) {
        return container
                ? plan -> plan.lxcLifecycle()
                        .create(
                                node,
                                new CreateContainer(id, volid, storage, Optional.of(true), force, unique, Options.NONE))
                : plan -> plan.qemuLifecycle()
                        .create(node, new CreateVm(id, Optional.of(volid), storage, force, unique, Options.NONE));
    }

    private static Stream<Volume> list(Reading reading, String node, String storage, Optional<Integer> vmid) {
        List<Volume> volumes =
                reading.cluster().api().storage().content(node, storage, new ContentQuery(Optional.of("backup"), vmid));
        return volumes.stream();
    }

    private static Archive of(Volume volume) {
        String volid = volume.volid();
        boolean container = volume.subtype().equals(Optional.of("lxc"))
                || volid.contains("/vzdump-lxc-")
                || volid.contains("backup/ct/");
        return new Archive(
                volid,
                container,
                volume.vmid(),
                volume.ctime(),
                volume.protection().orElse(false));
    }
}
