package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.GuestKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The latest reports of running guests on themselves, above all their addresses, which Proxmox does not know.
public interface ReportStore {

    /// Keeps what was told instead of what was known; a report with a problem leaves what was known as it is.
    void put(String cluster, List<GuestReport> reports);

    /// Of the guest that has this vmid now.
    Optional<GuestReport> get(String cluster, int vmid);

    /// Of all guests that there are now, by vmid.
    List<GuestReport> all(String cluster);

    /// The running guests that can be asked (containers, and virtual machines with an agent enabled) and are due, those
    /// never asked first.
    List<Due> due(String cluster, Rhythm rhythm, int limit);

    /// A guest that should be asked.
    record Due(int vmid, int incarnation, GuestKind kind, String node) {}

    /// When a guest is asked again: always when anything of it changed since.
    ///
    /// @param told one that told, when that was before
    /// @param failed one that did not, when it was asked before
    /// @param changedSince one whose facts changed after this may still be starting …
    /// @param starting … and is asked again when it was asked before
    record Rhythm(Instant told, Instant failed, Instant changedSince, Instant starting) {}
}
