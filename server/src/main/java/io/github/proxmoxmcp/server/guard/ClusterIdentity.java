package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.Proxmox;

/// Us at a cluster: its API, and who we are there.
record ClusterIdentity(Proxmox api, String user) {}
