package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// What the SDK sends, sent to an [Outlet].
final class OutletTransport implements McpStreamableServerTransport {

    private static final Logger LOG = LoggerFactory.getLogger(OutletTransport.class);

    private final McpJsonMapper json;
    private final Outlet outlet;

    OutletTransport(McpJsonMapper json, Outlet outlet) {
        this.json = json;
        this.outlet = outlet;
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message, String messageId) {
        return sendMessage(message);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromCallable(() -> {
                    outlet.send(json.writeValueAsString(withoutInternals(message)), message instanceof JSONRPCResponse);
                    return message;
                })
                .then();
    }

    /// The SDK tells strangers the messages of exceptions.
    static JSONRPCMessage withoutInternals(JSONRPCMessage message) {
        if (message instanceof JSONRPCResponse response
                && response.error() != null
                && response.error().code() == McpSchema.ErrorCodes.INTERNAL_ERROR) {
            LOG.error("a request failed: {}", response.error().message());
            return JSONRPCResponse.error(
                    response.id(),
                    new JSONRPCResponse.JSONRPCError(
                            McpSchema.ErrorCodes.INTERNAL_ERROR,
                            "Internal error; the server's log has the details",
                            null));
        }
        return message;
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(outlet::end);
    }

    @Override
    public void close() {
        outlet.end();
    }
}
