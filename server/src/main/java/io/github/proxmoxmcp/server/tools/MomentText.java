package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.server.tool.Describe;

/// A moment as a person says it.
@Describe("moment: state snapshot name, ISO time, date, 'yesterday 14:00', '2h ago', 'now'")
record MomentText(String value) {}
