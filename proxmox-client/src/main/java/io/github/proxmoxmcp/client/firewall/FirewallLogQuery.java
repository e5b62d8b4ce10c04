package io.github.proxmoxmcp.client.firewall;

import java.time.Instant;
import java.util.Optional;

/// Which lines of the log.
public record FirewallLogQuery(
        Optional<Integer> start, Optional<Integer> limit, Optional<Instant> since, Optional<Instant> until) {

    /// The first ones that Proxmox gives.
    public static final FirewallLogQuery LATEST =
            new FirewallLogQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
