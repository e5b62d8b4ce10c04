package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Validity;
import java.util.Optional;

/// A node as the memory holds it at a moment.
///
/// @param details absent until they were read once
/// @param gauges latest values; absent for a moment in the past
public record NodeState(
        String cluster, Node node, Validity validity, Optional<NodeDetails> details, Optional<NodeGauges> gauges) {}
