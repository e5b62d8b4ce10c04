package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.guest.GuestApi;
import io.github.proxmoxmcp.client.guest.GuestApi.GuestStatus;
import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import java.util.List;
import java.util.Optional;

/// Reads guests from the cluster, past the memory: a plan must not be made on what was ten seconds ago.
final class LiveGuests {

    private LiveGuests() {}

    /// Where every guest is, and what it belongs to. Node, tags, lock and pool are of this moment, names and states may
    /// lag.
    static List<GuestResource> rows(Proxmox api) {
        return api.cluster().resources().stream()
                .filter(GuestResource.class::isInstance)
                .map(GuestResource.class::cast)
                .toList();
    }

    static Optional<LiveGuest> read(Proxmox api, int vmid) {
        return rows(api).stream().filter(row -> row.vmid() == vmid).findFirst().map(row -> read(api, row));
    }

    static LiveGuest read(Proxmox api, GuestResource row) {
        return guest(api.guest(GuestType.of(row.isContainer()), row.node(), row.vmid()), row);
    }

    private static LiveGuest guest(GuestApi api, GuestResource row) {
        GuestStatus status = api.status();
        boolean paused = status.qmpstatus().filter("paused"::equals).isPresent();
        GuestConfig config = api.config(ConfigQuery.WANTED);
        return new LiveGuest(
                row.vmid(),
                row.isContainer() ? GuestKind.CONTAINER : GuestKind.VM,
                row.node(),
                status.name().or(row::name),
                paused ? "paused" : status.status(),
                row.template().orElse(false),
                row.tags().map(Tags::names).orElse(List.of()),
                row.pool(),
                status.lock(),
                row.hastate(),
                config.withoutDigest(),
                config.digest());
    }
}
