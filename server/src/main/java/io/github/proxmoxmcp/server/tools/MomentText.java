package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.server.tool.Describe;

/// A moment as a person says it.
@Describe("such as '2h ago'")
record MomentText(String value) {}
