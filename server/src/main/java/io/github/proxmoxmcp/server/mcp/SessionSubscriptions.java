package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/// What one client subscribes to, given back when its session ends. Not left to the SDK, which would tell nobody whose
/// subscription it is.
final class SessionSubscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(SessionSubscriptions.class);

    private final LibraryBinding library;
    private final Subscriptions.Subscriber subscriber;
    private final Set<String> uris = new HashSet<>();
    private boolean ended;

    SessionSubscriptions(LibraryBinding library, Subscriptions.Subscriber subscriber) {
        this.library = library;
        this.subscriber = subscriber;
    }

    static boolean concerns(JSONRPCRequest request) {
        return request.method().equals(McpSchema.METHOD_RESOURCES_SUBSCRIBE)
                || request.method().equals(McpSchema.METHOD_RESOURCES_UNSUBSCRIBE);
    }

    /// How an answer goes to the client.
    @FunctionalInterface
    interface Sending {

        void send(JSONRPCResponse answer) throws IOException;
    }

    /// Subscribes or unsubscribes a client of this process only.
    Mono<Void> answer(JSONRPCRequest request, Sending sending) {
        return answer(request, "", WebSession.Memory.NONE, sending);
    }

    /// Subscribes or unsubscribes, here and for other processes.
    Mono<Void> answer(JSONRPCRequest request, String session, WebSession.Memory memory, Sending sending) {
        return Mono.fromCallable(() -> {
                    JSONRPCResponse answer = answer(request, session, memory);
                    sending.send(answer);
                    return answer;
                })
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    private JSONRPCResponse answer(JSONRPCRequest request, String session, WebSession.Memory memory) {
        if (!(request.params() instanceof Map<?, ?> params)
                || !(params.get("uri") instanceof String uri)
                || uri.isEmpty()) {
            return error(request, McpSchema.ErrorCodes.INVALID_PARAMS, request.method() + " needs 'uri'");
        }
        try {
            if (request.method().equals(McpSchema.METHOD_RESOURCES_SUBSCRIBE)) {
                add(uri);
                memory.subscribed(session, uri);
            } else {
                remove(uri);
                memory.unsubscribed(session, uri);
            }
            return JSONRPCResponse.result(request.id(), Map.of());
        } catch (McpError e) {
            JSONRPCResponse.JSONRPCError error = e.getJsonRpcError();
            return error(request, error.code(), error.message());
        }
    }

    private static JSONRPCResponse error(JSONRPCRequest request, int code, String message) {
        return JSONRPCResponse.error(request.id(), new JSONRPCResponse.JSONRPCError(code, message, null));
    }

    /// Subscribes to these and to nothing else.
    synchronized void set(Set<String> wanted) {
        Set.copyOf(uris).stream().filter(uri -> !wanted.contains(uri)).forEach(this::remove);
        for (String uri : wanted) {
            try {
                add(uri);
            } catch (McpError e) {
                LOG.warn("a subscription of another process was not taken over: {}", e.getMessage());
            }
        }
    }

    synchronized void end() {
        ended = true;
        Set.copyOf(uris).forEach(this::remove);
    }

    private synchronized void add(String uri) {
        if (!ended && !uris.contains(uri)) {
            library.subscribe(subscriber, uri);
            uris.add(uri);
        }
    }

    private synchronized void remove(String uri) {
        if (uris.remove(uri)) {
            library.unsubscribe(subscriber, uri);
        }
    }
}
