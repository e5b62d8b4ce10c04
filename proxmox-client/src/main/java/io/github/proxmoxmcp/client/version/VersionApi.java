package io.github.proxmoxmcp.client.version;

import io.github.proxmoxmcp.client.endpoint.Endpoint;
import java.util.Optional;

/// What Proxmox VE it is: `/version`.
public interface VersionApi {

    @Endpoint("GET /version")
    Version get();

    /// The version of the API: `9.2.11` of release `9.2`.
    record Version(String version, String release, Optional<String> repoid) {}
}
