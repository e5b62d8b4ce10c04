package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Validity;
import java.util.Optional;

/// A guest as the memory holds it at a moment.
///
/// @param incarnation 1 for the first guest that had this vmid, 2 for the next one that used it again, …
/// @param gauges latest values; absent for a moment in the past
public record GuestState(
        String cluster, Guest guest, int incarnation, Validity validity, Optional<GuestGauges> gauges) {

    public GuestState with(Optional<GuestGauges> latest) {
        return new GuestState(cluster, guest, incarnation, validity, latest);
    }
}
