package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// What to change about an alias; the network is to be given again.
public record AliasChange(String cidr, Optional<String> rename, Optional<String> comment, Optional<String> digest) {}
