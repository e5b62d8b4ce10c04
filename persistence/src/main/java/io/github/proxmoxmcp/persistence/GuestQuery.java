package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.util.Optional;

/// Which guests a list is of. Absent means: any.
///
/// @param tag capitals or not
/// @param nameContains part of the name, capitals or not
/// @param cursor where the page before ended, as its `next` said
/// @param limit rows at most, at least 1
public record GuestQuery(
        String cluster,
        Optional<GuestKind> kind,
        Optional<String> node,
        Optional<String> status,
        Optional<String> tag,
        Optional<String> pool,
        Optional<String> nameContains,
        Optional<Boolean> template,
        Sort sort,
        Optional<String> cursor,
        int limit,
        Moment moment) {

    /// What a list is sorted by; names and vmids upwards, the rest from the largest down, unknown last.
    public enum Sort {
        VMID,
        NAME,
        CPU,
        MEMORY,
        UPTIME
    }
}
