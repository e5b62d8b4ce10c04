package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestReport;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A guest as other tools are told of it.
///
/// @param config its configuration by Proxmox's keys
/// @param snapshots names of its snapshots, which no other tool is told of
/// @param report what it reported of itself; absent for a moment before now
/// @param ha whether the HA manager looks after it
public record ExportedGuest(
        Guest guest,
        SortedMap<String, String> config,
        List<String> snapshots,
        Optional<GuestReport> report,
        boolean ha) {

    public ExportedGuest {
        SortedMap<String, String> sorted = new TreeMap<>(config);
        sorted.remove("digest");
        config = Collections.unmodifiableSortedMap(sorted);
        snapshots = List.copyOf(snapshots);
    }

    public int vmid() {
        return guest.vmid();
    }

    public boolean isVm() {
        return guest.kind() == GuestKind.VM;
    }

    /// Its name in the configuration; what Proxmox shows for one without a name is none.
    public Optional<String> name() {
        return Optional.ofNullable(config.get(isVm() ? "name" : "hostname"));
    }
}
