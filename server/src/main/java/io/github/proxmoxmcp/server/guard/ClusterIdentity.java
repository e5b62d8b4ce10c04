package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.Proxmox;

/// The API of a cluster and the user that our token acts as.
record ClusterIdentity(Proxmox api, String user) {}
