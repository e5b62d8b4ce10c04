package io.github.proxmoxmcp.server.cluster.argument;

import io.github.proxmoxmcp.server.tool.Describe;

/// A moment as a person says it.
@Describe("such as '2h ago'")
public record MomentText(String value) {}
