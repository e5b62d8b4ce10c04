package io.github.proxmoxmcp.server.mcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request that stands alone says of itself and its client.
///
/// @param client what it calls itself
record RequestMeta(String client, Map<?, ?> capabilities) {

    private static final String PREFIX = "io.modelcontextprotocol/";
    private static final String VERSION = PREFIX + "protocolVersion";

    static final String SERVER = PREFIX + "serverInfo";
    static final String SUBSCRIPTION = PREFIX + "subscriptionId";

    /// The version that a message says it is of; empty: none, so that it is of a session.
    static Optional<Object> version(Map<?, ?> params) {
        return Optional.ofNullable(Messages.object(params, "_meta").get(VERSION));
    }

    /// @throws JsonRpcError when it is not complete, or of a version that is not spoken
    static RequestMeta of(Map<?, ?> params) {
        Map<?, ?> meta = Messages.object(params, "_meta");
        String version = Messages.text(meta, VERSION)
                .orElseThrow(() -> JsonRpcError.incomplete("_meta needs '" + VERSION + "', a text"));
        if (!version.equals(ServerIdentity.STATELESS_VERSION)) {
            throw new JsonRpcError(
                    JsonRpcError.UNSUPPORTED_VERSION,
                    "Unsupported protocol version",
                    Map.of("supported", List.of(ServerIdentity.STATELESS_VERSION), "requested", version));
        }
        if (!(meta.get(PREFIX + "clientCapabilities") instanceof Map<?, ?> capabilities)) {
            throw JsonRpcError.incomplete("_meta needs '" + PREFIX + "clientCapabilities', an object");
        }
        return new RequestMeta(
                Messages.text(Messages.object(meta, PREFIX + "clientInfo"), "name")
                        .orElse("unknown"),
                capabilities);
    }
}
