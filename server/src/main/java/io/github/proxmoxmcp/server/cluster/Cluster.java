package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.persistence.ClusterFacts;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import io.github.proxmoxmcp.server.tool.UntrustedText;

/// A cluster that is followed: the live API, and what keeps the memory of it up to date.
///
/// @param name what it is called in the memory, and in answers where the configuration gives it
/// @param named whether the configuration gives the name; otherwise it is the address of its first endpoint
/// @param user who we are there, such as `root@pam!mcp`
/// @param failures why tasks failed
/// @param schedules how often jobs run
public record Cluster(
        String name,
        boolean named,
        Proxmox api,
        Synchronizer sync,
        String user,
        FailureReasons failures,
        Schedules schedules) {

    /// What it is called in answers: as it calls itself, where nobody else gave it a name and it was read once.
    public String called(Store store) {
        return named
                ? name
                : store.clusters()
                        .get(name, Moment.now())
                        .flatMap(ClusterFacts::name)
                        .map(UntrustedText::marked)
                        .orElse(name);
    }

    public Cluster(String name, Proxmox api, Synchronizer sync, String user) {
        this(name, true, api, sync, user);
    }

    public Cluster(String name, boolean named, Proxmox api, Synchronizer sync, String user) {
        this(name, named, api, sync, user, new FailureReasons(api), new Schedules(api));
    }
}
