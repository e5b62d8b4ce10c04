package io.github.proxmoxmcp.persistence;

import java.time.Instant;
import java.util.Optional;

/// A snapshot that Proxmox keeps of one guest; not to be mixed up with a [StateSnapshot].
///
/// @param withMemory whether the memory of the running guest was saved with it
public record GuestSnapshot(
        String name,
        Optional<String> parent,
        Optional<String> description,
        Optional<Instant> createdAt,
        boolean withMemory) {}
