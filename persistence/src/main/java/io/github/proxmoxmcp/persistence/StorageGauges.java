package io.github.proxmoxmcp.persistence;

import java.util.Optional;

/// Gauges of a storage: only the latest values are kept.
///
/// @param totalBytes its size, which on ZFS and thin pools changes with what else lies there
public record StorageGauges(String name, String node, Optional<Long> usedBytes, Optional<Long> totalBytes) {}
