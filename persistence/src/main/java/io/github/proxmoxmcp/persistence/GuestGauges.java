package io.github.proxmoxmcp.persistence;

import java.util.Optional;

/// Gauges of a guest: only the latest values are kept.
///
/// @param cpuFraction share of its CPUs in use, 1.0 = all of them
/// @param memoryUsedBytes may exceed the configured memory
/// @param diskBytes size of the boot disk or root file system. A gauge, because a container's differs running and
///     stopped; the configured sizes are in the configuration
/// @param diskUsedBytes containers only; Proxmox does not know it of VMs
public record GuestGauges(
        int vmid,
        Optional<Double> cpuFraction,
        Optional<Long> memoryUsedBytes,
        Optional<Long> diskUsedBytes,
        Optional<Long> diskBytes,
        Optional<Long> uptimeSeconds) {}
