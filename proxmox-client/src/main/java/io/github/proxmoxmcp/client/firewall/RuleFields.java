package io.github.proxmoxmcp.client.firewall;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// What a rule applies to, and what is noted of it: the same when one is made, changed and read.
public record RuleFields(
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
        Optional<String> comment) {}
