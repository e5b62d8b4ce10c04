package io.github.proxmoxmcp.persistence;

import java.time.Instant;
import java.util.Optional;

/// The API descriptions of clusters, kept so that they need not be read again.
public interface CatalogueStore {

    /// The catalogue that was put for this version of Proxmox VE.
    Optional<String> get(String cluster, String version);

    /// Keeps it instead of what there was of this cluster.
    void put(String cluster, String version, String body, Instant readAt);
}
