package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// A new alias.
public record AliasCreate(String name, String cidr, Optional<String> comment) {}
