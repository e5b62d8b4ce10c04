package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.value.GuestKind;
import java.time.Instant;
import java.util.Optional;

/// A backup archive as it lies on a storage.
///
/// @param volume Proxmox's identifier of it, which begins with the storage's name:
///     `pbs:backup/vm/100/2026-11-20T01:00:00Z`
/// @param vmid the guest that it is of; absent when the name does not tell
/// @param format `vma.zst`, `tar.zst`, `pbs-vm`, …
/// @param isProtected whether pruning and deleting must leave it alone
/// @param verification `ok` or `failed`, where the storage verifies
public record Backup(
        String volume,
        Optional<Integer> vmid,
        Optional<GuestKind> kind,
        Instant createdAt,
        Optional<Long> sizeBytes,
        Optional<String> format,
        Optional<String> notes,
        boolean isProtected,
        Optional<String> verification) {}
