package io.github.proxmoxmcp.persistence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The last report of a guest on itself.
///
/// @param incarnation of the guest that was asked, see [GuestState]
/// @param readAt when it last told; absent: it never did
/// @param triedAt when it was asked last
/// @param problem why it did not tell then; what it told before is still here
/// @param hostname its own name for itself
/// @param system its operating system, in its own words
/// @param addresses that others can reach it by
public record GuestReport(
        int vmid,
        int incarnation,
        Optional<Instant> readAt,
        Instant triedAt,
        Optional<String> problem,
        Optional<String> hostname,
        Optional<String> system,
        List<Address> addresses) {

    /// An IP address, and the network card inside the guest that has it.
    public record Address(String card, Optional<String> mac, String address) {}

    /// Asked in vain.
    public static GuestReport failed(int vmid, int incarnation, Instant triedAt, String problem) {
        return new GuestReport(
                vmid,
                incarnation,
                Optional.empty(),
                triedAt,
                Optional.of(problem),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
