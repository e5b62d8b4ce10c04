package io.github.proxmoxmcp.client.firewall;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/// A new rule; it comes first unless `pos` says otherwise.
public record RuleCreate(
        String type,
        String action,
        Optional<Integer> pos,
        @JsonUnwrapped RuleFields fields,
        Optional<String> digest) {}
