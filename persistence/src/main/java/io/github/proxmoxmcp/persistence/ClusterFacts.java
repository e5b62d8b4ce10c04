package io.github.proxmoxmcp.persistence;

import java.util.Optional;

/// Facts of a cluster as a whole.
///
/// @param name Proxmox's own name of the cluster; absent for a single node without one
/// @param quorate whether it may be written to; absent where it cannot be told (no right to read it)
public record ClusterFacts(Optional<String> name, Optional<Boolean> quorate) {}
