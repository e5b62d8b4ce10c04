package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.server.tool.Describe;

/// A moment as a person says it.
@Describe("moment: '2h ago', 'yesterday 14:00', ISO time, state snapshot name")
record MomentText(String value) {}
