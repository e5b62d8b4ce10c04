package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.server.sync.Synchronizer;

/// A cluster that is followed: the live API, and what keeps the memory of it up to date.
///
/// @param name what it is called in answers and in the memory
/// @param user who we are there, such as `root@pam!mcp`
/// @param failures why tasks failed
/// @param schedules how often jobs run
public record Cluster(
        String name, Proxmox api, Synchronizer sync, String user, FailureReasons failures, Schedules schedules) {

    public Cluster(String name, Proxmox api, Synchronizer sync, String user) {
        this(name, api, sync, user, new FailureReasons(api), new Schedules(api));
    }
}
