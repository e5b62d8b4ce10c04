package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.connection.ConnectionSettings;

/// A cluster to follow.
///
/// @param name what it is called in answers and in the memory
public record ClusterConfiguration(String name, ConnectionSettings connection) {}
