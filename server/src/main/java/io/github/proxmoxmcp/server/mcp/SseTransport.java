package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// The sessions that one SDK server has over the older transport, HTTP with server-sent events.
final class SseTransport implements McpServerTransportProvider {

    private final Map<String, McpServerSession> sessions = new ConcurrentHashMap<>();
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
        sessions.put(session.getId(), session);
        return session;
    }

    void forget(String id) {
        Optional.ofNullable(sessions.remove(id)).ifPresent(McpServerSession::close);
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2024_11_05,
                ProtocolVersions.MCP_2025_03_26,
                ProtocolVersions.MCP_2025_06_18,
                ProtocolVersions.MCP_2025_11_25);
    }

    @Override
    public Mono<Void> notifyClients(String method, @Nullable Object params) {
        return Flux.fromIterable(sessions.values())
                .flatMap(session -> session.sendNotification(method, params).onErrorComplete())
                .then();
    }

    @Override
    public Mono<Void> notifyClient(String sessionId, String method, @Nullable Object params) {
        return Optional.ofNullable(sessions.get(sessionId))
                .map(session -> session.sendNotification(method, params).onErrorComplete())
                .orElseGet(Mono::empty);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> sessions.keySet().forEach(this::forget));
    }
}
