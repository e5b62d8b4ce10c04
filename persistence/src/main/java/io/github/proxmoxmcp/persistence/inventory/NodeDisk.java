package io.github.proxmoxmcp.persistence.inventory;

import java.util.Optional;

/// A disk of a node, with what it says of its health.
///
/// @param name the device: `/dev/sda`
/// @param usedAs `LVM`, `ZFS`, `ceph`, `partitions`, …; absent for one that is free
/// @param health SMART's word: `PASSED`, `OK`, `FAILED`; absent where the disk does not tell
/// @param lifeLeftPercent what an SSD says: 100 is new, 0 is worn out
public record NodeDisk(
        String name,
        Optional<String> type,
        Optional<String> model,
        Optional<String> serial,
        Optional<Long> sizeBytes,
        Optional<String> usedAs,
        Optional<String> health,
        Optional<Integer> lifeLeftPercent) {}
