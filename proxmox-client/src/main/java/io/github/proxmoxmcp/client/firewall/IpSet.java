package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// A name for several networks.
public record IpSet(String name, Optional<String> comment, Optional<String> digest) {}
