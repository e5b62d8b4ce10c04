package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.modelcontextprotocol.spec.McpSchema;

/// A tool as `tools/list` tells it, for tests of the whole surface.
public final class ListedTools {

    private ListedTools() {}

    public static McpSchema.Tool of(ToolDefinition tool) {
        return ToolBinding.listed(tool);
    }
}
