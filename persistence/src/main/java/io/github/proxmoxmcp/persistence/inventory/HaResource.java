package io.github.proxmoxmcp.persistence.inventory;

import java.util.Optional;

/// A guest that the HA manager looks after.
///
/// @param sid `vm:100` or `ct:101`
/// @param vmid absent for a resource that is no guest
/// @param state what is asked for: `started`, `stopped`, `ignored`, …
public record HaResource(
        String sid,
        Optional<Integer> vmid,
        String state,
        Optional<String> group,
        Optional<Integer> maxRestart,
        Optional<Integer> maxRelocate,
        Optional<String> comment) {}
