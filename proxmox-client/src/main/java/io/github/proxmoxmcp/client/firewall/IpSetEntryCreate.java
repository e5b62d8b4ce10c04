package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// A network for a set.
public record IpSetEntryCreate(String cidr, Optional<Boolean> nomatch, Optional<String> comment) {}
