package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// A name for an address or network.
public record FirewallAlias(
        String name, String cidr, Optional<String> comment, Optional<String> digest, Optional<Integer> ipversion) {}
