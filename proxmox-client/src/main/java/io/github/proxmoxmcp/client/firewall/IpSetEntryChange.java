package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// What to change about a network of a set.
public record IpSetEntryChange(Optional<Boolean> nomatch, Optional<String> comment, Optional<String> digest) {}
