package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// A network of a set, or with `nomatch` one that is not.
public record IpSetEntry(String cidr, Optional<Boolean> nomatch, Optional<String> comment, Optional<String> digest) {}
