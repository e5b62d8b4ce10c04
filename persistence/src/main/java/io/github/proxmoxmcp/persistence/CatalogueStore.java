package io.github.proxmoxmcp.persistence;

import java.time.Instant;
import java.util.Optional;

/// What clusters say of their own API, so that it need not be read again.
public interface CatalogueStore {

    /// As it was put, for this version of Proxmox VE.
    Optional<String> get(String cluster, String version);

    /// Keeps it instead of what there was of this cluster.
    void put(String cluster, String version, String body, Instant readAt);
}
