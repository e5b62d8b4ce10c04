package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a line from the client is.
sealed interface Incoming {

    /// A blank line: nothing to answer.
    record Nothing() implements Incoming {}

    /// A well-formed JSON-RPC message.
    record Message(JSONRPCMessage message) implements Incoming {}

    /// Something else, and the JSON-RPC error that answers it.
    ///
    /// @param failed where it was meant as an answer to a request of ours: that this one got none
    record Malformed(String answer, Optional<JSONRPCResponse> failed) implements Incoming {}

    static Incoming read(McpJsonMapper json, LineReader.Line line) {
        if (line.tooLong()) {
            return invalid(null, "the message is too long, the limit is " + LineReader.MAX_LINE_BYTES + " bytes");
        }
        if (line.text().isBlank()) {
            return new Nothing();
        }
        Object value;
        try {
            value = json.readValue(line.text(), Object.class);
        } catch (IOException | RuntimeException e) {
            return malformed(
                    McpSchema.ErrorCodes.PARSE_ERROR,
                    null,
                    "Parse error: the line is not JSON; send one JSON-RPC message a line");
        }
        return value instanceof Map<?, ?> message
                ? message(message)
                : invalid(null, "not a JSON object (batches are not part of MCP; send one message a line)");
    }

    private static Incoming message(Map<?, ?> message) {
        Object id = id(message.get("id"));
        if (!"2.0".equals(message.get("jsonrpc"))) {
            return invalid(id, "'jsonrpc' must be \"2.0\"");
        }
        if (message.get("method") instanceof String method) {
            if (message.get("params") != null && !(message.get("params") instanceof Map)) {
                return invalid(id, "'params' must be an object");
            }
            if (!message.containsKey("id")) {
                return new Message(new JSONRPCNotification(method, message.get("params")));
            }
            return id == null
                    ? invalid(null, "'id' must be a string or a whole number of at most 64 bits")
                    : new Message(new JSONRPCRequest(method, id, message.get("params")));
        }
        if (id == null || !(message.containsKey("result") || message.containsKey("error"))) {
            return invalid(id, "neither a 'method' nor the 'result' or 'error' of one");
        }
        return answer(id, message);
    }

    /// The id as the SDK takes it; null where it is none that an answer could bear.
    private static @Nullable Object id(@Nullable Object given) {
        boolean whole = given instanceof Integer || given instanceof Long;
        // Half a surrogate pair cannot be written back.
        boolean text = given instanceof String name
                && StandardCharsets.UTF_8.newEncoder().canEncode(name);
        return whole || text ? given : null;
    }

    private static Incoming answer(Object id, Map<?, ?> message) {
        Object error = message.get("error");
        if (error == null && message.get("result") != null) {
            return new Message(JSONRPCResponse.result(id, message.get("result")));
        }
        if (error instanceof Map<?, ?> given
                && given.get("code") instanceof Integer code
                && given.get("message") instanceof String text) {
            return new Message(JSONRPCResponse.error(id, new JSONRPCError(code, text, null)));
        }
        String problem = "an answer has a 'result', or an 'error' with a whole 'code' and a 'message'";
        JSONRPCError failed = new JSONRPCError(McpSchema.ErrorCodes.INVALID_REQUEST, problem, null);
        return new Malformed(
                JsonRpcError.of(McpSchema.ErrorCodes.INVALID_REQUEST, id, "Invalid request: " + problem),
                Optional.of(JSONRPCResponse.error(id, failed)));
    }

    private static Malformed invalid(@Nullable Object id, String problem) {
        return malformed(McpSchema.ErrorCodes.INVALID_REQUEST, id, "Invalid request: " + problem);
    }

    private static Malformed malformed(int code, @Nullable Object id, String message) {
        return new Malformed(JsonRpcError.of(code, id, message), Optional.empty());
    }
}
