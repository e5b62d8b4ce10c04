package io.github.proxmoxmcp.persistence.inventory;

/// A system service of a node.
///
/// @param state `running`, `dead`, …: Proxmox's own word
public record NodeService(String name, String state) {}
