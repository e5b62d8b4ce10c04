package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sessions that one SDK server has over the older transport, HTTP with server-sent events.
final class SseTransport extends SdkSessions<McpServerSession> implements McpServerTransportProvider {

    private McpServerSession.@Nullable Factory factory;

    @Override
    public void setSessionFactory(McpServerSession.Factory factory) {
        this.factory = factory;
    }

    McpServerSession start(McpServerTransport outgoing) {
        if (factory == null) {
            throw new IllegalStateException("the server was not built before a session starts");
        }
        McpServerSession session = factory.create(outgoing);
        add(session.getId(), session);
        return session;
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2024_11_05,
                ProtocolVersions.MCP_2025_03_26,
                ProtocolVersions.MCP_2025_06_18,
                ProtocolVersions.MCP_2025_11_25);
    }
}
