package io.github.proxmoxmcp.persistence.inventory;

import java.util.Optional;

/// A job that copies a guest's disks to another node.
///
/// @param id `100-0`
/// @param source absent where Proxmox follows the guest
/// @param rateMbytes limit in megabytes a second
public record ReplicationJob(
        String id,
        int vmid,
        String target,
        Optional<String> source,
        String schedule,
        Optional<Double> rateMbytes,
        boolean enabled,
        Optional<String> comment) {}
