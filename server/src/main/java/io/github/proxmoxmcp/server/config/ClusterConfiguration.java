package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.connection.ConnectionSettings;

/// A cluster to follow.
///
/// @param name what it is called in the memory: as the configuration says, or the host of its first endpoint
public record ClusterConfiguration(String name, ConnectionSettings connection) {

    /// Whether its name is more than its address.
    public boolean isNamed() {
        return !name.equals(connection.endpoints().getFirst().getHost());
    }
}
