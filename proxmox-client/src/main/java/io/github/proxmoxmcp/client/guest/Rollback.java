package io.github.proxmoxmcp.client.guest;

import java.util.Optional;

/// Whether the guest starts after it.
public record Rollback(Optional<Boolean> start) {

    /// As Proxmox does by itself.
    public static final Rollback PLAIN = new Rollback(Optional.empty());
}
