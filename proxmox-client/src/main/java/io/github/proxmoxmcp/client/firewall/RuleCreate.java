package io.github.proxmoxmcp.client.firewall;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// A new rule; it comes first unless `pos` says otherwise.
public record RuleCreate(
        String type,
        String action,
        Optional<Boolean> enable,
        Optional<Integer> pos,
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
        Optional<String> digest) {}
