package io.github.proxmoxmcp.persistence;

import java.util.SortedMap;

/// The whole configuration of one guest, by Proxmox's keys (`cores`, `net0`, `scsi0`, …), secrets already removed.
///
/// @param digest Proxmox's hash of the configuration: kept to skip reading, never as a proof that nothing happened
public record GuestConfig(int vmid, String digest, SortedMap<String, String> entries) {}
