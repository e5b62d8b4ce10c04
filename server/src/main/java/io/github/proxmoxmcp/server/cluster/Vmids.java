package io.github.proxmoxmcp.server.cluster;

import java.util.List;
import java.util.stream.Collectors;

/// Guests in a few words, for what could not be looked at.
public final class Vmids {

    private static final int MAX_VMIDS_SHOWN = 10;

    private Vmids() {}

    /// `guest 104`, or how many there are with the first of them.
    public static String some(List<Integer> vmids) {
        return (vmids.size() == 1 ? "guest " : vmids.size() + " guests: ")
                + vmids.stream().limit(MAX_VMIDS_SHOWN).map(String::valueOf).collect(Collectors.joining(", "))
                + (vmids.size() > MAX_VMIDS_SHOWN ? ", …" : "");
    }
}
