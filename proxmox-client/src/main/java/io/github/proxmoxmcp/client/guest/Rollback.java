package io.github.proxmoxmcp.client.guest;

import java.util.Optional;

/// Whether the guest starts after it.
public record Rollback(Optional<Boolean> start) {

    /// Proxmox's defaults.
    public static final Rollback PLAIN = new Rollback(Optional.empty());
}
