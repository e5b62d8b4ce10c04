package io.github.proxmoxmcp.server.tools;

/// A vmid that Proxmox allows for a new guest.
record NewId(int value) {

    NewId {
        Bounds.check(value, 100, 999_999_999);
    }
}
