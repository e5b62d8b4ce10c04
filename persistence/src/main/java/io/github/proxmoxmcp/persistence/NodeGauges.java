package io.github.proxmoxmcp.persistence;

import java.util.Optional;

/// Gauges of a node: only the latest values are kept.
///
/// @param rootDiskBytes size of the root file system, which on ZFS changes with what else lies in the pool
public record NodeGauges(
        String name,
        Optional<Double> cpuFraction,
        Optional<Long> memoryUsedBytes,
        Optional<Long> rootDiskUsedBytes,
        Optional<Long> rootDiskBytes,
        Optional<Long> uptimeSeconds) {}
