package io.github.proxmoxmcp.persistence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Elects one of the processes that share a store.
public interface Leases {

    /// The time that all who share the store go by: where machines can share it, that of the database, because their
    /// clocks may differ.
    ///
    /// @param ours by the clock of this machine
    Instant now(Instant ours);

    /// Takes or renews a lease, also one that lasts longer than any can because the clock was set back; true when
    /// `holder` has it until `now` plus `duration`. Exactly one of any number of racing processes gets it.
    boolean acquire(String name, String holder, Instant now, Duration duration);

    /// Gives it up, if `holder` has it.
    void release(String name, String holder);

    /// Who has it at this moment; absent when nobody does.
    Optional<String> holder(String name, Instant now);
}
