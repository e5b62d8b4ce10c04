package io.github.proxmoxmcp.server.declared;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/// The guests of a pool as one text, by vmid: Proxmox lists them in no order.
final class PoolMembers {

    private PoolMembers() {}

    static String text(Collection<String> vmids) {
        return vmids.stream()
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .collect(Collectors.joining(" "));
    }
}
