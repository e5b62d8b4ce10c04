package io.github.proxmoxmcp.client.firewall;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/// A rule; the first that matches decides.
public record FirewallRule(
        int pos,
        String type,
        String action,
        @JsonUnwrapped RuleFields fields,
        Optional<Integer> ipversion,
        Optional<String> digest) {}
