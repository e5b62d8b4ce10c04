package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.GuestKind;
import io.github.proxmoxmcp.demo.model.TaskFailure;

/// A guest as a call names it; it need not exist.
public record GuestRef(GuestKind kind, int vmid, String node) {
    public static GuestRef of(Guest guest) {
        return new GuestRef(guest.kind(), guest.vmid(), guest.node());
    }

    /// The guest, if there is one of this kind on this node.
    public Guest require(World world) {
        return world.guest(vmid)
                .filter(guest -> guest.kind() == kind && guest.node().equals(node))
                .orElseThrow(() -> new TaskFailure("Configuration file 'nodes/%s/%s/%d.conf' does not exist"
                        .formatted(node, kind.folder(), vmid)));
    }
}
