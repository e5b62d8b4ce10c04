package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.server.tool.Describe;

/// Where the page before ended.
@Describe("next_cursor")
record Cursor(String value) {}
