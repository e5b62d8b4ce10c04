package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.server.tool.Describe;

/// Which cluster; an argument only where several are configured.
@Describe("name of the cluster")
record ClusterName(String value) {}
