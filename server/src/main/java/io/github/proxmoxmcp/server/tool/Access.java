package io.github.proxmoxmcp.server.tool;

/// How much a caller may do. Tools above the level are not registered at all.
public enum Access {
    /// Ask, and name moments in the memory.
    READ,
    /// Also act on guests in ways that lose nothing.
    OPERATE,
    /// Also what destroys or overrides.
    ADMIN;

    /// Whether this level is enough for `needed`.
    public boolean includes(Access needed) {
        return compareTo(needed) >= 0;
    }
}
