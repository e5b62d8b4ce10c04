package io.github.proxmoxmcp.persistence.inventory;

import java.util.Optional;

/// A scheduled backup of guests.
///
/// @param node the only node whose guests it saves; absent: all
/// @param selection `all`, `pool/NAME`, or vmids separated by `,`
/// @param excluded vmids separated by `,`
/// @param retention Proxmox's `prune-backups`, as it writes it
public record BackupJob(
        String id,
        boolean enabled,
        String schedule,
        Optional<String> storage,
        Optional<String> node,
        String selection,
        Optional<String> excluded,
        Optional<String> mode,
        Optional<String> retention,
        Optional<String> comment) {}
