package io.github.proxmoxmcp.persistence;

import java.util.List;

/// All snapshots of one guest.
public record GuestSnapshots(int vmid, List<GuestSnapshot> snapshots) {}
