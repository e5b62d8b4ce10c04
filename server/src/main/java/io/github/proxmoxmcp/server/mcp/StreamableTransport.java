package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerSession.McpStreamableServerSessionInit;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// The sessions that one SDK server has over streamable HTTP, without anything of HTTP.
final class StreamableTransport implements McpStreamableServerTransportProvider {

    private final Map<String, McpStreamableServerSession> sessions = new ConcurrentHashMap<>();
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
        sessions.put(session.session().getId(), session.session());
        return session;
    }

    void forget(String id) {
        Optional.ofNullable(sessions.remove(id)).ifPresent(McpStreamableServerSession::close);
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
