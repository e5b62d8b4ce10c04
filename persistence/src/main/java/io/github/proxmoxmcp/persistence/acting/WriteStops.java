package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.Optional;

/// The switch that stops all writes to a cluster at once, in every process on the store.
public interface WriteStops {

    /// Stops them; one that is there stays as it is.
    void stop(String cluster, String author, Optional<String> reason, Instant at);

    /// Whether there was a stop.
    boolean lift(String cluster);

    Optional<Stop> get(String cluster);

    /// Who stopped the writes, when and why.
    record Stop(Instant at, String author, Optional<String> reason) {}
}
