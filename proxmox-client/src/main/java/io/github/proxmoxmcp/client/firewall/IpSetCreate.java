package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// A new set, or another name for one (`rename`).
public record IpSetCreate(String name, Optional<String> comment, Optional<String> rename, Optional<String> digest) {}
