package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// Whether to remove it though it is not empty.
public record IpSetRemoval(Optional<Boolean> force) {

    /// Proxmox's defaults.
    public static final IpSetRemoval PLAIN = new IpSetRemoval(Optional.empty());
}
