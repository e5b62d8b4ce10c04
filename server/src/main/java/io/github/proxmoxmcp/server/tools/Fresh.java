package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.server.tool.Describe;

/// Whether the cluster is read before the answer.
@Describe("read the cluster now")
record Fresh(boolean value) {}
