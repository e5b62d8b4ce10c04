package io.github.proxmoxmcp.client.firewall;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// A rule; the first that matches decides.
public record FirewallRule(
        int pos,
        String type,
        String action,
        Optional<Boolean> enable,
        Optional<String> iface,
        Optional<String> source,
        Optional<String> dest,
        Optional<String> sport,
        Optional<String> dport,
        Optional<String> proto,
        Optional<String> macro,
        @JsonProperty("icmp-type") Optional<String> icmpType,
        Optional<String> log,
        Optional<String> comment,
        Optional<Integer> ipversion,
        Optional<String> digest) {}
