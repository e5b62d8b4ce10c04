package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a line from the client is.
sealed interface Incoming {

    /// A blank line: nothing to answer.
    record Nothing() implements Incoming {}

    /// A well-formed JSON-RPC message.
    record Message(JSONRPCMessage message) implements Incoming {}

    /// Something else, and the JSON-RPC error that answers it.
    record Malformed(String answer) implements Incoming {}

    static Incoming read(McpJsonMapper json, LineReader.Line line) throws IOException {
        if (line.tooLong()) {
            return malformed(
                    json,
                    McpSchema.ErrorCodes.INVALID_REQUEST,
                    null,
                    "Message too long: the limit is " + LineReader.LONGEST + " bytes");
        }
        if (line.text().isBlank()) {
            return new Nothing();
        }
        Object value;
        try {
            value = json.readValue(line.text(), Object.class);
        } catch (IOException e) {
            return malformed(
                    json,
                    McpSchema.ErrorCodes.PARSE_ERROR,
                    null,
                    "Parse error: the line is not JSON; send one JSON-RPC message a line");
        }
        return value instanceof Map<?, ?> message
                ? message(json, message)
                : malformed(
                        json,
                        McpSchema.ErrorCodes.INVALID_REQUEST,
                        null,
                        "Invalid request: not a JSON object (batches are not part of MCP; send one message a line)");
    }

    private static Incoming message(McpJsonMapper json, Map<?, ?> message) throws IOException {
        Object id = message.get("id");
        boolean validId = id instanceof String || id instanceof Number;
        if (!"2.0".equals(message.get("jsonrpc"))) {
            return malformed(
                    json,
                    McpSchema.ErrorCodes.INVALID_REQUEST,
                    validId ? id : null,
                    "Invalid request: 'jsonrpc' must be \"2.0\"");
        }
        if (message.get("method") instanceof String method) {
            if (message.get("params") != null && !(message.get("params") instanceof Map)) {
                return malformed(
                        json,
                        McpSchema.ErrorCodes.INVALID_REQUEST,
                        validId ? id : null,
                        "Invalid request: 'params' must be an object");
            }
            if (!message.containsKey("id")) {
                return new Message(new JSONRPCNotification(method, message.get("params")));
            }
            return id != null && validId
                    ? new Message(new JSONRPCRequest(method, id, message.get("params")))
                    : malformed(
                            json,
                            McpSchema.ErrorCodes.INVALID_REQUEST,
                            null,
                            "Invalid request: 'id' must be a string or a number");
        }
        if (validId && (message.containsKey("result") || message.containsKey("error"))) {
            return new Message(json.convertValue(message, new TypeRef<JSONRPCResponse>() {}));
        }
        return malformed(
                json,
                McpSchema.ErrorCodes.INVALID_REQUEST,
                validId ? id : null,
                "Invalid request: neither a 'method' nor the 'result' or 'error' of one");
    }

    /// Written by hand because JSON-RPC wants `"id":null` where the id cannot be told, and the SDK leaves it out.
    private static Malformed malformed(McpJsonMapper json, int code, @Nullable Object id, String message)
            throws IOException {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("id", id);
        answer.put("error", Map.of("code", code, "message", message));
        return new Malformed(json.writeValueAsString(answer));
    }
}
