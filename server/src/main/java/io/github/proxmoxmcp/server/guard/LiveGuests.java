package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.client.lxc.LxcApi.LxcStatus;
import io.github.proxmoxmcp.client.qemu.QemuApi.QemuStatus;
import io.github.proxmoxmcp.persistence.GuestKind;
import java.util.List;
import java.util.Optional;

/// Reads guests from the cluster, past the memory: a plan must not be made on what was ten seconds ago.
final class LiveGuests {

    private LiveGuests() {}

    /// Where every guest is, and what it belongs to. Node, tags, lock and pool are of this moment, names and states
    /// may lag.
    static List<GuestResource> rows(Proxmox api) {
        return api.cluster().resources().stream()
                .filter(GuestResource.class::isInstance)
                .map(GuestResource.class::cast)
                .toList();
    }

    static Optional<LiveGuest> read(Proxmox api, int vmid) {
        return rows(api).stream()
                .filter(row -> row.vmid() == vmid)
                .findFirst()
                .map(row -> row.isContainer() ? container(api, row) : machine(api, row));
    }

    private static LiveGuest machine(Proxmox api, GuestResource row) {
        QemuStatus status = api.qemu().status(row.node(), row.vmid());
        boolean paused = status.qmpstatus().filter("paused"::equals).isPresent();
        GuestConfig config = api.qemu().config(row.node(), row.vmid(), ConfigQuery.WANTED);
        return guest(row, GuestKind.VM, status.name(), paused ? "paused" : status.status(), status.lock(), config);
    }

    private static LiveGuest container(Proxmox api, GuestResource row) {
        LxcStatus status = api.lxc().status(row.node(), row.vmid());
        GuestConfig config = api.lxc().config(row.node(), row.vmid(), ConfigQuery.WANTED);
        return guest(row, GuestKind.CONTAINER, status.name(), status.status(), status.lock(), config);
    }

    private static LiveGuest guest(
            GuestResource row,
            GuestKind kind,
            Optional<String> name,
            String status,
            Optional<String> lock,
            GuestConfig config) {
        return new LiveGuest(
                row.vmid(),
                kind,
                row.node(),
                name.or(row::name),
                status,
                row.template().orElse(false),
                row.tags().map(Tags::names).orElse(List.of()),
                row.pool(),
                lock,
                row.hastate(),
                config.withoutDigest(),
                config.digest());
    }
}
