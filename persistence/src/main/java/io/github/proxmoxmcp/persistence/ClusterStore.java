package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Clusters as wholes.
public interface ClusterStore {

    /// Absent when the cluster was never read.
    Optional<ClusterFacts> get(String cluster, Moment moment);

    /// Since when its name and quorum are as they are at the moment.
    Optional<Instant> since(String cluster, Moment moment);

    /// Absent when it was never tried.
    Optional<SyncState> sync(String cluster);

    /// Guests by kind and status, templates apart; guests that are unknown at present count in `unknown`.
    Counts counts(String cluster, Moment moment);

    /// Numbers of guests: status to count, sorted by status.
    ///
    /// @param unknown of those counted, how many are marked `unknown since`
    record Counts(Map<String, Long> vms, Map<String, Long> containers, long templates, long unknown) {}
}
