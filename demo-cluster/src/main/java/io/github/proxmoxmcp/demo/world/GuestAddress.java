package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;

/// A guest as a call names it; it need not exist.
public record GuestAddress(GuestType kind, int vmid, String node) {
    public static GuestAddress of(SimulatedGuest guest) {
        return new GuestAddress(guest.kind(), guest.vmid(), guest.node());
    }

    /// The guest, if there is one of this kind on this node.
    public SimulatedGuest require(World world) {
        return world.guest(vmid)
                .filter(guest -> guest.kind() == kind && guest.node().equals(node))
                .orElseThrow(() -> new TaskFailure("Configuration file 'nodes/%s/%s/%d.conf' does not exist"
                        .formatted(node, kind.folder(), vmid)));
    }
}
