// Clients that are libraries. Each is given how the server is reached and answers with how many tools it sees, how it
// calls one, and how it is closed. Only those that say `human` let a server ask.
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as Stdio1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as Http1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { SSEClientTransport as Sse1 } from "@modelcontextprotocol/sdk/client/sse.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { Client as Client2, StreamableHTTPClientTransport as Http2, SSEClientTransport as Sse2 } from "@modelcontextprotocol/client";
import { StdioClientTransport as Stdio2 } from "@modelcontextprotocol/client/stdio";
import { MultiServerMCPClient } from "@langchain/mcp-adapters";
import { createMCPClient, ElicitationRequestSchema } from "@ai-sdk/mcp";
import { StdioMCPTransport } from "@ai-sdk/mcp/mcp-stdio";
import { MCPClient as Mastra } from "@mastra/mcp";
import { MCPServerStdio, MCPServerStreamableHttp, MCPServerSSE } from "@openai/agents";
import { MCPClient as McpUse } from "mcp-use/client";

const yes = { action: "accept", content: { allow: true } };

async function sdk(client, transport) {
    await client.connect(transport);
    const { tools } = await client.listTools();
    return {
        tools: tools.length,
        call: (name, args) => client.callTool({ name, arguments: args }),
        close: () => client.close(),
    };
}

export const sdk1 = async ({ kind, command, args, env, url, headers }) => {
    const client = new Client1({ name: "sdk1", version: "1" }, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, async () => yes);
    const at = url && new URL(url);
    return sdk(client, kind === "stdio" ? new Stdio1({ command, args, env, stderr: "ignore" })
        : kind === "http" ? new Http1(at, { requestInit: { headers } })
            : new Sse1(at, { requestInit: { headers }, eventSourceInit: { fetch: (to, init) => fetch(to, { ...init, headers: { ...headers, accept: "text/event-stream" } }) } }));
};

export const sdk2 = async ({ kind, command, args, url, headers }) => {
    const client = new Client2({ name: "sdk2", version: "1" }, { capabilities: { elicitation: { form: {} } } });
    client.setRequestHandler("elicitation/create", async () => yes);
    const at = url && new URL(url);
    return sdk(client, kind === "stdio" ? new Stdio2({ command, args, stderr: "ignore" })
        : kind === "http" ? new Http2(at, { requestInit: { headers } })
            : new Sse2(at, { requestInit: { headers } }));
};

export const langchain = async ({ kind, command, args, url, headers }) => {
    const client = new MultiServerMCPClient({
        mcpServers: { proxmox: kind === "stdio" ? { transport: "stdio", command, args, stderr: "ignore" } : { transport: kind, url, headers } },
    });
    return named(await client.getTools(), (tool, args) => tool.invoke(args), () => client.close());
};

export const aiSdk = async ({ kind, command, args, url, headers }) => {
    const client = await createMCPClient({
        transport: kind === "stdio" ? new StdioMCPTransport({ command, args, stderr: "ignore" }) : { type: kind, url, headers },
        capabilities: { elicitation: {} },
    });
    client.onElicitationRequest(ElicitationRequestSchema, async () => yes);
    const tools = Object.entries(await client.tools()).map(([name, tool]) => ({ name, tool }));
    return named(tools, ({ tool }, args) => tool.execute(args, { toolCallId: "1", messages: [] }), () => client.close());
};

export const mastra = async ({ kind, command, args, url, headers }) => {
    const client = new Mastra({
        id: "matrix-" + kind,
        servers: { proxmox: kind === "stdio" ? { command, args, stderr: "ignore" } : { url: new URL(url), requestInit: { headers }, eventSourceInit: { fetch: (to, init) => fetch(to, { ...init, headers: { ...headers, accept: "text/event-stream" } }) } } },
    });
    const tools = Object.entries(await client.listTools()).map(([name, tool]) => ({ name, tool }));
    return named(tools, ({ tool }, args) => tool.execute(args, {}), () => client.disconnect());
};

export const openaiAgents = async ({ kind, command, args, url, headers }) => {
    const server = agentsServer({ kind, command, args, url, headers });
    await server.connect();
    return named(await server.listTools(), ({ name }, args) => server.callTool(name, args), () => server.close());
};

export function agentsServer({ kind, command, args, url, headers }) {
    const at = { url, requestInit: { headers }, name: "proxmox" };
    return kind === "stdio" ? new MCPServerStdio({ command, args, name: "proxmox" })
        : kind === "http" ? new MCPServerStreamableHttp(at)
            : new MCPServerSSE({ ...at, eventSourceInit: { fetch: (to, init) => fetch(to, { ...init, headers: { ...headers, accept: "text/event-stream" } }) } });
}

export const mcpUse = async ({ kind, command, args, url, headers }) => {
    const client = new McpUse({ mcpServers: { proxmox: kind === "stdio" ? { command, args } : { url, headers, transport: kind } } });
    const session = await client.createSession("proxmox");
    return named(await session.listTools(), ({ name }, args) => session.callTool(name, args), () => client.closeAllSessions());
};

/// It has no tools of its own: the SDK's client speaks through it.
export const mcpRemote = async ({ url, headers, bin }) => sdk1({
    kind: "stdio",
    command: bin("node"),
    args: [bin("mcp-remote"), url, "--allow-http", "--header", `Authorization:${headers.Authorization}`, ...(url.endsWith("/sse") ? ["--transport", "sse-only"] : [])],
    env: { ...process.env },
});

function named(tools, call, close) {
    return {
        tools: tools.length,
        call: (name, args) => call(tools.find((tool) => tool.name === name || tool.name.endsWith("_" + name)), args),
        close,
    };
}
