package io.github.proxmoxmcp.persistence;

import java.util.List;
import java.util.Optional;

/// A storage as one node has it; a shared one is there once for each node.
///
/// @param type `dir`, `lvmthin`, `zfspool`, `rbd`, `pbs`, …: any that Proxmox names
/// @param content what may lie on it: `images`, `rootdir`, `backup`, `iso`, …; sorted (Proxmox's order is random)
/// @param status `available` or `unknown`: Proxmox's own word
public record Storage(
        String name, String node, Optional<String> type, List<String> content, boolean shared, String status) {

    public Storage {
        content = content.stream().sorted().distinct().toList();
    }
}
