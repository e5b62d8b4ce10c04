package io.github.proxmoxmcp.client.firewall;

import java.util.Optional;

/// What a rule may name as source or destination.
public record FirewallReference(
        String name, String ref, String type, Optional<String> scope, Optional<String> comment) {}
