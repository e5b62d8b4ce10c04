package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.spec.McpServerTransportProviderBase;
import io.modelcontextprotocol.spec.McpSession;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// The sessions that one SDK server has over HTTP, whichever of its two kinds they are.
abstract sealed class SdkSessions<S extends McpSession> implements McpServerTransportProviderBase
        permits SseTransport, StreamableTransport {

    private final Map<String, S> sessions = new ConcurrentHashMap<>();

    void add(String id, S session) {
        sessions.put(id, session);
    }

    void forget(String id) {
        Optional.ofNullable(sessions.remove(id)).ifPresent(McpSession::close);
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
