package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.cluster.Deferred;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/// What principals of one access level talk to: an SDK server for each of the two transports, with the same tools.
final class WebLevel {

    private final McpJsonMapper json;
    private final Supplier<ToolRegistry> tools;
    private final StreamableTransport streamable = new StreamableTransport();
    private final SseTransport sse = new SseTransport();

    /// @param binder puts what this level offers behind an SDK server
    WebLevel(
            McpJsonMapper json,
            Supplier<ToolRegistry> tools,
            Function<McpServer.SyncSpecification<?>, McpSyncServer> builder,
            Consumer<McpSyncServer> binder) {
        this.json = json;
        McpSyncServer first = builder.apply(McpServer.sync(streamable));
        McpSyncServer second = builder.apply(McpServer.sync(sse));
        Deferred<ToolRegistry> bound = new Deferred<>("listed-tools", () -> {
            ToolRegistry registry = tools.get();
            binder.accept(first);
            binder.accept(second);
            return registry;
        });
        this.tools = bound;
    }

    /// A session that has begun, and what its `initialize` is answered with.
    record Started(WebSession session, InitializeResult introduction) {}

    Started startStreamable(Principal owner, JSONRPCRequest request, InitializeRequest introduction, Instant now) {
        McpStreamableServerSessionInit init = streamable.start(introduction);
        McpStreamableServerSession session = init.session();
        Preflight preflight = new Preflight(tools);
        var _ = preflight.check(request);
        InitializeResult result = Objects.requireNonNull(init.initResult().block());
        return new Started(
                new WebSession(session.getId(), owner, json, preflight, new Streamable(json, session), now), result);
    }

    WebSession startSse(Principal owner, Outlet outlet, Instant now) {
        McpServerSession session = sse.start(new OutletTransport(json, outlet));
        return new WebSession(session.getId(), owner, json, new Preflight(tools), new Sse(session, outlet), now);
    }

    void forget(String id) {
        streamable.forget(id);
        sse.forget(id);
    }

    private record Streamable(McpJsonMapper json, McpStreamableServerSession session) implements WebSession.Dispatch {

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
        public void end() {
            // The SDK's session is closed by its transport.
        }
    }

    private record Sse(McpServerSession session, Outlet outlet) implements WebSession.Dispatch {

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
        public void end() {
            outlet.end();
        }
    }
}
