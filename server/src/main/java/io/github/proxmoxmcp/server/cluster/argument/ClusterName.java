package io.github.proxmoxmcp.server.cluster.argument;

import io.github.proxmoxmcp.server.tool.Describe;

/// Which cluster; an argument only where several are configured.
@Describe("name of the cluster")
public record ClusterName(String value) {}
