package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.server.tool.Range;

/// How many rows a page has at the most.
record Limit(@Range(min = 1, max = 500) int value) {

    static final Limit USUAL = new Limit(50);
}
