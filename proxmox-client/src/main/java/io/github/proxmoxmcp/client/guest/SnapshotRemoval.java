package io.github.proxmoxmcp.client.guest;

import java.util.Optional;

/// Whether it goes from the configuration though its disks could not follow.
public record SnapshotRemoval(Optional<Boolean> force) {

    /// Proxmox's defaults.
    public static final SnapshotRemoval PLAIN = new SnapshotRemoval(Optional.empty());
}
