package io.github.proxmoxmcp.server.tools.storage;

import io.github.proxmoxmcp.client.access.AccessApi.PermissionQuery;
import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.storage.StorageApi;
import io.github.proxmoxmcp.client.storage.StorageApi.ContentQuery;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The volumes of a storage: live, or as far as the memory has them.
public final class StorageRows {

    /// What shows the disks and backups of guests on a storage that may be used.
    private static final List<String> OF_GUESTS = List.of("VM.Backup", "VM.Config.Disk");

    private StorageRows() {}

    /// A file or disk on a storage.
    record Volume(
            String id,
            String content,
            Optional<Integer> vmid,
            Optional<String> format,
            Optional<Long> sizeBytes,
            Optional<Instant> created,
            boolean isProtected,
            Optional<String> notes) {}

    /// @param missing what the list cannot hold, and why
    record Found(List<Volume> volumes, Optional<String> missing) {}

    /// The scope under which the memory keeps the lists of a storage.
    public static String scope(Storage storage) {
        return storage.shared() ? storage.name() : storage.name() + "@" + storage.node();
    }

    /// The storage that is meant: any node's when it is shared.
    public static Storage one(Reading reading, String name, Optional<String> node) {
        List<StorageState> found = InventoryQueries.storage(reading, name);
        String nodes = UntrustedText.list(
                found.stream().map(state -> state.storage().node()).toList());
        List<StorageState> there = found.stream()
                .filter(state ->
                        node.filter(one -> !one.equals(state.storage().node())).isEmpty())
                .sorted(Comparator.comparing(
                        state -> state.validity().unknownSince().isPresent()))
                .toList();
        if (there.isEmpty()) {
            throw new ToolException.NotFound(
                    "Storage '" + name + "' is not on node '" + node.orElse("") + "'; it is on: " + nodes + ".");
        }
        if (there.size() > 1 && !there.getFirst().storage().shared()) {
            throw new ToolException.BadArgument(
                    "Storage '" + name + "' is another one on each node; give node, one of: " + nodes + ".");
        }
        return there.getFirst().storage();
    }

    static Found live(Reading reading, Storage storage, Optional<String> content, Optional<Integer> vmid) {
        try {
            List<Volume> volumes = reading
                    .cluster()
                    .api()
                    .storage()
                    .content(storage.node(), storage.name(), new ContentQuery(content, vmid))
                    .stream()
                    .map(StorageRows::volume)
                    .sorted(NEWEST)
                    .toList();
            return new Found(volumes, hidden(reading, storage, vmid));
        } catch (ProxmoxException e) {
            Found known = remembered(reading, storage, content, vmid);
            return new Found(
                    known.volumes(),
                    Optional.of(
                            "storage '" + storage.name() + "' could not be read, so only backups that are remembered"
                                    + " are listed: " + e.getMessage()));
        }
    }

    private static final Comparator<Volume> NEWEST = Comparator.comparing(Volume::content)
            .thenComparing(volume -> volume.created().orElse(Instant.MIN), Comparator.reverseOrder())
            .thenComparing(Volume::id);

    /// Disks and backups are left out without a word for who may not use the storage. All rights are read only where
    /// those on the storage leave it open: a large cluster tells them of every guest.
    private static Optional<String> hidden(Reading reading, Storage storage, Optional<Integer> vmid) {
        String path = "/storage/" + storage.name();
        SortedMap<String, Boolean> onStorage = on(reading, path);
        boolean all = onStorage.containsKey("Datastore.Allocate")
                || (onStorage.containsKey("Datastore.AllocateSpace")
                        && vmid.map(one -> on(reading, "/vms/" + one).keySet().containsAll(OF_GUESTS))
                                .orElseGet(() -> everywhere(reading)));
        return Optional.of("disks and backups may be hidden: the token needs Datastore.AllocateSpace on " + path
                        + " with " + String.join(" and ", OF_GUESTS) + " on /vms, or Datastore.Allocate")
                .filter(_ -> !all);
    }

    private static SortedMap<String, Boolean> on(Reading reading, String path) {
        try {
            return Permissions.of(reading.cluster()
                            .api()
                            .access()
                            .permissions(new PermissionQuery(Optional.of(path), Optional.empty())))
                    .on(path);
        } catch (ProxmoxException _) {
            return Permissions.NONE.on(path);
        }
    }

    private static boolean everywhere(Reading reading) {
        try {
            Permissions held = Permissions.read(reading.cluster().api().access(), Optional.empty());
            return OF_GUESTS.stream().allMatch(privilege -> held.everywhere("/vms", privilege));
        } catch (ProxmoxException _) {
            return false;
        }
    }

    static Found remembered(Reading reading, Storage storage, Optional<String> content, Optional<Integer> vmid) {
        List<Volume> volumes = content.filter(kind -> !kind.equals("backup")).isPresent()
                ? List.of()
                : reading.inventory().backups(vmid).stream()
                        .filter(stored -> stored.thing().storage().equals(storage.name())
                                && stored.thing()
                                        .node()
                                        .filter(node -> !node.equals(storage.node()))
                                        .isEmpty())
                        .map(Known::thing)
                        .map(StorageRows::volume)
                        .toList();
        return new Found(
                volumes,
                Optional.of(
                        "only backups are remembered, as far as they were read; disks, images and templates are not"));
    }

    private static Volume volume(StorageApi.Volume row) {
        return new Volume(
                row.volid(),
                row.content(),
                row.vmid().filter(vmid -> vmid > 0),
                row.format(),
                row.size(),
                row.ctime(),
                row.protection().orElse(false),
                row.notes());
    }

    private static Volume volume(Backup backup) {
        return new Volume(
                backup.volume(),
                "backup",
                backup.vmid(),
                backup.format(),
                backup.sizeBytes(),
                Optional.of(backup.createdAt()),
                backup.isProtected(),
                backup.notes());
    }
}
