package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.GuestKind;
import java.util.List;
import java.util.Optional;

/// A guest's configured facts and its state: everything that is history and not a gauge.
///
/// @param name absent while Proxmox does not show one (a node just lost or just booted)
/// @param status `running`, `stopped`, `paused`, …: Proxmox's own word
/// @param tags sorted, each once
/// @param lock `backup`, `clone`, `migrate`, …: only while locked
/// @param cpus virtual CPUs, or a container's limit
/// @param memoryBytes configured memory; absent when unknown
/// @param haState state requested from the HA manager; absent for guests that it does not manage
public record Guest(
        int vmid,
        GuestKind kind,
        Optional<String> name,
        String node,
        String status,
        boolean template,
        List<String> tags,
        Optional<String> pool,
        Optional<String> lock,
        Optional<Double> cpus,
        Optional<Long> memoryBytes,
        Optional<String> haState) {

    public Guest {
        tags = tags.stream().sorted().distinct().toList();
    }

    /// This guest in another pool.
    public Guest withPool(Optional<String> other) {
        return new Guest(vmid, kind, name, node, status, template, tags, other, lock, cpus, memoryBytes, haState);
    }
}
