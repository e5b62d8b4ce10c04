package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The record of deeds: it can be added to and read. Each entry's hash covers the one before, so that an edit, a
/// removal or another order shows; the removal of the newest entries does not, unless somebody else kept the last hash.
public interface AuditLog {

    /// Adds an entry.
    ///
    /// @param plan the plan that it belongs to
    /// @param body JSON
    AuditEntry append(
            Instant at,
            String cluster,
            String principal,
            String action,
            String outcome,
            Optional<String> plan,
            String body);

    /// Newest first.
    ///
    /// @param before only entries with a smaller `seq`
    List<AuditEntry> list(Optional<String> cluster, Optional<Long> before, int limit);

    /// What belongs to a plan, oldest first.
    List<AuditEntry> ofPlan(String plan);

    /// Reads all entries; absent: the chain is whole.
    Optional<Broken> verify();

    /// Keeps a checkpoint; one of the same entry and signer that is there stays as it is.
    void keep(AuditCheckpoint checkpoint);

    /// Oldest first.
    List<AuditCheckpoint> checkpoints();

    /// The first entry that is not what was written.
    record Broken(long seq, String reason) {}
}
