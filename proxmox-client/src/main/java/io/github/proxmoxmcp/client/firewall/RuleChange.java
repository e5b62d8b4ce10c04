package io.github.proxmoxmcp.client.firewall;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/// What to change about a rule, or where to move it.
public record RuleChange(
        Optional<String> type,
        Optional<String> action,
        Optional<Integer> moveto,
        @JsonUnwrapped RuleFields fields,
        Optional<String> delete,
        Optional<String> digest) {}
