package io.github.proxmoxmcp.persistence;

/// The kinds of things whose history is kept.
public enum Kind {
    CLUSTER,
    NODE,
    NODE_DETAILS,
    GUEST,
    GUEST_CONFIG,
    GUEST_SNAPSHOT,
    STORAGE
}
