// The smallest useful MCP server on Node, to compare our start-up with: the official SDK, stdio, three tools.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "minimal", version: "1.0.0" });
for (const name of ["list_vms", "get_guest", "list_nodes"]) {
  server.registerTool(
    name,
    { title: name, description: `The tool ${name}`, inputSchema: { name: z.string().optional() } },
    async () => ({ content: [{ type: "text", text: "nothing" }] }),
  );
}
await server.connect(new StdioServerTransport());
