package io.github.proxmoxmcp.persistence;

import java.util.Optional;

/// A node as `/cluster/resources` shows it in every cycle.
///
/// @param status `online`, `offline` or `unknown`: Proxmox's own word
/// @param cpus logical CPUs; absent while the node is offline and was never seen otherwise
public record Node(
        String name, String status, Optional<String> ip, Optional<Integer> cpus, Optional<Long> memoryBytes) {}
