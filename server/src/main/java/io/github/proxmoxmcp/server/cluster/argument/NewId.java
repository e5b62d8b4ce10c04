package io.github.proxmoxmcp.server.cluster.argument;

/// A vmid that Proxmox allows for a new guest.
public record NewId(int value) {

    public NewId {
        Bounds.check(value, 100, 999_999_999);
    }
}
