package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// Of which type: `alias` or `ipset`.
public record ReferenceQuery(Optional<String> type) {

    /// All of them.
    public static final ReferenceQuery ALL = new ReferenceQuery(Optional.empty());
}
