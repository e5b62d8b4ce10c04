package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.cluster.BackupJobsApi.BackupJob;
import io.github.proxmoxmcp.client.storage.StorageApi.ContentQuery;
import io.github.proxmoxmcp.client.storage.StorageApi.Volume;
import io.github.proxmoxmcp.persistence.SearchStore;
import io.github.proxmoxmcp.persistence.SearchStore.Hit;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What depends on a guest: linked clones, other guests on its disks, backup jobs, replication, its pool.
public final class GuestTies {

    private static final int MAX_HITS = 100;

    private GuestTies() {}

    /// The action, with what hangs on the guest told.
    public static Action told(Action action, Reading reading, LiveGuest guest) {
        Action told = action;
        for (String tie : of(reading, guest)) {
            told = told.dependent(tie);
        }
        return told;
    }

    private static List<String> of(Reading reading, LiveGuest guest) {
        Proxmox api = reading.cluster().api();
        List<String> ties = new ArrayList<>();
        users(reading, guest, ties);
        guest.pool().ifPresent(pool -> ties.add("it is in pool " + pool));
        LiveCluster.ifAllowed(() -> api.backupJobs().list())
                .ifPresentOrElse(
                        jobs -> jobs.stream()
                                .filter(job -> takes(job, guest))
                                .forEach(job -> ties.add("backup job " + job.id() + " takes it")),
                        () -> ties.add("whether backup jobs take it could not be read"));
        LiveCluster.ifAllowed(() -> api.replication().list())
                .ifPresentOrElse(
                        jobs -> jobs.stream()
                                .filter(job -> job.id().startsWith(guest.vmid() + "-"))
                                .forEach(job -> ties.add("replication job " + job.id() + " copies it")),
                        () -> ties.add("whether it is replicated could not be read"));
        return ties;
    }

    /// Guests whose volumes stem from this guest's disks, as its storages show them, or whose configuration names one
    /// of them, as the memory knows it.
    private static void users(Reading reading, LiveGuest guest, List<String> ties) {
        List<Disks.Disk> disks = Disks.of(guest);
        Set<Integer> users = new TreeSet<>();
        disks.stream()
                .map(Disks.Disk::storage)
                .distinct()
                .forEach(storage -> LiveCluster.ifAllowed(() ->
                                reading.cluster().api().storage().content(guest.node(), storage, ContentQuery.ALL))
                        .ifPresentOrElse(
                                volumes -> volumes.stream()
                                        .filter(volume -> disks.stream().anyMatch(disk -> stems(volume, disk)))
                                        .flatMap(volume -> volume.vmid().stream())
                                        .forEach(users::add),
                                () -> ties.add("whether others use its disks on " + storage + " could not be read")));
        SearchStore search = reading.store().search();
        String cluster = reading.cluster().name();
        disks.stream()
                .flatMap(disk -> search.search(cluster, disk.volume(), MAX_HITS).stream()
                        .filter(hit -> hit.kind() == Kind.GUEST && names(hit, disk)))
                .map(hit -> Integer.valueOf(hit.id()))
                .forEach(users::add);
        users.remove(guest.vmid());
        if (!users.isEmpty()) {
            ties.addFirst("its disks are also used by "
                    + users.stream().map(vmid -> "guest " + vmid).collect(Collectors.joining(", ")));
        }
        int unread = search.unread(cluster, false).configurations().size();
        if (!disks.isEmpty() && unread > 0) {
            ties.add("whether " + unread + " guests use its disks is unknown: their configuration was never read");
        }
    }

    /// `nfs:100/vm-100-disk-0.raw` is no part of `nfs:100/vm-100-disk-0.raw2`.
    private static boolean names(Hit hit, Disks.Disk disk) {
        return hit.field().startsWith("config.")
                && Pattern.compile("(^|[,=])" + Pattern.quote(disk.volume()) + "([,/]|$)")
                        .matcher(hit.value())
                        .find();
    }

    /// A linked clone is `ceph:base-9000-disk-0/vm-120-disk-0`, or names its parent.
    private static boolean stems(Volume volume, Disks.Disk disk) {
        String name = disk.volume().substring(disk.volume().indexOf(':') + 1);
        return volume.volid().startsWith(disk.volume() + "/")
                || volume.parent()
                        .filter(parent -> parent.equals(name) || parent.startsWith(name + "@"))
                        .isPresent();
    }

    private static boolean takes(BackupJob job, LiveGuest guest) {
        boolean excluded = names(job.get("exclude"), guest);
        return job.isEnabled()
                && !excluded
                && (job.settings().isOn("all")
                        || names(job.get("vmid"), guest)
                        || (job.get("pool").isPresent() && job.get("pool").equals(guest.pool())));
    }

    private static boolean names(Optional<String> vmids, LiveGuest guest) {
        return vmids.stream()
                .flatMap(list -> Arrays.stream(list.split("[,; ]+")))
                .anyMatch(String.valueOf(guest.vmid())::equals);
    }
}
