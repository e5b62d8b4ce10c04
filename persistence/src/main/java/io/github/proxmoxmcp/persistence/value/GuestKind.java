package io.github.proxmoxmcp.persistence.value;

/// What a guest is: `qemu` or `lxc` in the words of Proxmox's paths.
public enum GuestKind {
    VM,
    CONTAINER
}
