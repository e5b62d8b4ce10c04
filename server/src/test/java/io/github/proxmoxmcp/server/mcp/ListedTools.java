package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.util.Map;

/// A tool as `tools/list` tells it, for tests of the whole surface.
public final class ListedTools {

    private ListedTools() {}

    public static Map<String, Object> of(ToolDefinition tool) {
        return Listings.listed(tool);
    }
}
