package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerSession.McpStreamableServerSessionInit;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import org.jspecify.annotations.Nullable;

/// The sessions that one SDK server has over streamable HTTP, without anything of HTTP.
final class StreamableTransport extends SdkSessions<McpStreamableServerSession>
        implements McpStreamableServerTransportProvider {

    private McpStreamableServerSession.@Nullable Factory factory;

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory factory) {
        this.factory = factory;
    }

    McpStreamableServerSessionInit start(InitializeRequest introduction) {
        if (factory == null) {
            throw new IllegalStateException("the server was not built before a session starts");
        }
        McpStreamableServerSessionInit session = factory.startSession(introduction);
        add(session.session().getId(), session.session());
        return session;
    }
}
