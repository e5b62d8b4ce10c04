package io.github.proxmoxmcp.server.guard;

/// Stops of all writes.
public final class Freeze {

    /// In the place of a cluster's name: all clusters of the store.
    public static final String EVERYWHERE = "*";

    private Freeze() {}
}
