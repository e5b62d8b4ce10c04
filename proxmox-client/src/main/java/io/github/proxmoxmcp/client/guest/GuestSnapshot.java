package io.github.proxmoxmcp.client.guest;

import java.time.Instant;
import java.util.Optional;

/// A snapshot of a guest; the last of the list is the pseudo snapshot `current`, which is the guest itself.
///
/// @param parent the snapshot it stems from
/// @param snapstate `prepare` while it is made, `delete` while it is removed
/// @param vmstate whether the memory was saved too
public record GuestSnapshot(
        String name,
        Optional<String> description,
        Optional<Instant> snaptime,
        Optional<String> parent,
        Optional<Boolean> vmstate,
        Optional<Boolean> running,
        Optional<String> digest,
        Optional<String> snapstate) {

    /// Whether it is being made, and may never be.
    public boolean isUnfinished() {
        return snapstate.filter("prepare"::equals).isPresent();
    }

    /// Whether this is no snapshot but the guest as it is.
    public boolean isCurrent() {
        return name.equals("current");
    }
}
