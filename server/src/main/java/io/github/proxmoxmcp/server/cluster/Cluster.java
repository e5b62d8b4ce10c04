package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.server.sync.Synchronizer;

/// A cluster that is followed: the live API, and what keeps the memory of it up to date.
///
/// @param name what it is called in answers and in the memory
/// @param user who we are there, such as `root@pam!mcp`
public record Cluster(String name, Proxmox api, Synchronizer sync, String user) {}
