package io.github.proxmoxmcp.server.cluster.argument;

import io.github.proxmoxmcp.server.tool.Range;

/// How many rows a page has at the most.
public record Limit(@Range(min = 1, max = 500) int value) {

    public static final Limit DEFAULT = new Limit(50);
}
