package io.github.proxmoxmcp.client.firewall;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// What to change about a rule, or where to move it.
public record RuleChange(
        Optional<String> type,
        Optional<String> action,
        Optional<Boolean> enable,
        Optional<Integer> moveto,
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
        Optional<String> delete,
        Optional<String> digest) {}
