package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.auth.Principal;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerSession.McpStreamableServerSessionInit;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/// What principals of one access level talk to: an SDK server for each of the two transports, with the same tools.
final class WebLevel {

    private final StreamableTransport streamable = new StreamableTransport();
    private final SseTransport sse = new SseTransport();
    private final Binding streamableBinding;
    private final Binding sseBinding;

    /// @param bindings puts what this level offers behind an SDK server; asked once for each of the two
    WebLevel(Supplier<Binding> bindings, McpSchema.Implementation self, String instructions) {
        streamableBinding = bindings.get();
        sseBinding = bindings.get();
        streamableBinding.build(McpServer.sync(streamable), self, instructions);
        sseBinding.build(McpServer.sync(sse), self, instructions);
    }

    /// A session that has begun, and what its `initialize` is answered with.
    record Started(WebSession session, InitializeResult introduction) {}

    /// @param id that of a session which another process has opened; empty for a new one
    Started startStreamable(
            Principal owner,
            Optional<String> id,
            JSONRPCRequest request,
            InitializeRequest introduction,
            WebSession.Memory memory,
            Instant now) {
        McpStreamableServerSessionInit init = streamable.start(introduction);
        McpStreamableServerSession session = init.session();
        Preflight preflight = streamableBinding.preflight();
        McpJsonMapper json = streamableBinding.json();
        var _ = preflight.check(request);
        InitializeResult result = Objects.requireNonNull(init.initResult().block());
        Streamable dispatch = new Streamable(json, session, () -> streamable.forget(session.getId()));
        SessionSubscriptions subscriptions = streamableBinding.subscriptions(dispatch::changed);
        return new Started(
                new WebSession(
                        id.orElseGet(session::getId), owner, json, preflight, dispatch, subscriptions, memory, now),
                result);
    }

    WebSession startSse(Principal owner, Outlet outlet, Instant now) {
        McpJsonMapper json = sseBinding.json();
        McpServerSession session = sse.start(new OutletTransport(json, outlet));
        Sse dispatch = new Sse(session, outlet, () -> sse.forget(session.getId()));
        return new WebSession(
                session.getId(),
                owner,
                json,
                sseBinding.preflight(),
                dispatch,
                sseBinding.subscriptions(dispatch::changed),
                WebSession.Memory.NONE,
                now);
    }

    private record Streamable(McpJsonMapper json, McpStreamableServerSession session, Runnable forget)
            implements WebSession.Dispatch {

        @Override
        public Mono<Void> request(JSONRPCRequest request, Outlet outlet) {
            return session.responseStream(new OutletTransport(json, outlet)).handle(request);
        }

        @Override
        public Mono<Void> other(JSONRPCMessage message) {
            return switch (message) {
                case JSONRPCNotification notification -> session.accept(notification);
                case JSONRPCResponse response -> session.accept(response);
                default -> Mono.empty();
            };
        }

        @Override
        public void listen(Outlet outlet) {
            var _ = session.listeningStream(new OutletTransport(json, outlet));
        }

        @Override
        public Mono<Void> tell(String method, Object content) {
            return session.sendNotification(method, content);
        }

        @Override
        public void end() {
            forget.run();
        }
    }

    private record Sse(McpServerSession session, Outlet outlet, Runnable forget) implements WebSession.Dispatch {

        @Override
        public Mono<Void> request(JSONRPCRequest request, Outlet ignored) {
            return session.handle(request);
        }

        @Override
        public Mono<Void> other(JSONRPCMessage message) {
            return session.handle(message);
        }

        @Override
        public void listen(Outlet ignored) {
            // It has but the one stream that it was opened with.
        }

        @Override
        public Mono<Void> tell(String method, Object content) {
            return session.sendNotification(method, content);
        }

        @Override
        public void end() {
            outlet.end();
            forget.run();
        }
    }
}
