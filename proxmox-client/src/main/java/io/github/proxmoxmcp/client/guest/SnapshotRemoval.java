package io.github.proxmoxmcp.client.guest;

import java.util.Optional;

/// Whether it goes from the configuration though its disks could not follow.
public record SnapshotRemoval(Optional<Boolean> force) {

    /// As Proxmox does by itself.
    public static final SnapshotRemoval PLAIN = new SnapshotRemoval(Optional.empty());
}
