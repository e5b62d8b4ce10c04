package io.github.proxmoxmcp.server.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What a line from the client is.
sealed interface Incoming {

    /// A blank line: nothing to answer.
    record Nothing() implements Incoming {}

    /// A message that wants an answer.
    ///
    /// @param id a string or a whole number
    record Request(Object id, String method, Map<String, @Nullable Object> params) implements Incoming {}

    /// A message that wants none.
    record Notification(String method, Map<String, @Nullable Object> params) implements Incoming {}

    /// The client's answer to a request of ours.
    ///
    /// @param result empty: it is an error
    record Reply(Object id, Optional<Object> result) implements Incoming {}

    /// Something else, and the JSON-RPC error that answers it.
    ///
    /// @param failed where it was meant as an answer to a request of ours: that this one got none
    record Malformed(String answer, Optional<Reply> failed) implements Incoming {}

    static Incoming read(LineReader.Line line) {
        if (line.tooLong()) {
            return invalid(null, "the message is too long, the limit is " + LineReader.MAX_LINE_BYTES + " bytes");
        }
        if (line.text().isBlank()) {
            return new Nothing();
        }
        Object value;
        try {
            value = Json.read(line.text());
        } catch (JacksonException _) {
            return malformed(
                    JsonRpcError.PARSE_ERROR,
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
                return new Notification(method, params(message));
            }
            return id == null
                    ? invalid(null, "'id' must be a string or a whole number of at most 64 bits")
                    : new Request(id, method, params(message));
        }
        if (id == null || !(message.containsKey("result") || message.containsKey("error"))) {
            return invalid(id, "neither a 'method' nor the 'result' or 'error' of one");
        }
        return answer(id, message);
    }

    @SuppressWarnings("unchecked") // Json makes maps with texts as keys only.
    private static Map<String, @Nullable Object> params(Map<?, ?> message) {
        return message.get("params") instanceof Map<?, ?> params ? (Map<String, @Nullable Object>) params : Map.of();
    }

    /// Null where it is none that an answer could bear.
    private static @Nullable Object id(@Nullable Object given) {
        boolean whole = given instanceof Integer || given instanceof Long;
        // Half a surrogate pair cannot be written back.
        boolean text = given instanceof String name
                && StandardCharsets.UTF_8.newEncoder().canEncode(name);
        return whole || text ? given : null;
    }

    private static Incoming answer(Object id, Map<?, ?> message) {
        Object error = message.get("error");
        Object result = message.get("result");
        if (error == null && result != null) {
            return new Reply(id, Optional.of(result));
        }
        if (error instanceof Map<?, ?> given
                && given.get("code") instanceof Integer
                && given.get("message") instanceof String) {
            return new Reply(id, Optional.empty());
        }
        String problem = "an answer has a 'result', or an 'error' with a whole 'code' and a 'message'";
        return new Malformed(
                new JsonRpcError(JsonRpcError.INVALID_REQUEST, "Invalid request: " + problem).answer(id),
                Optional.of(new Reply(id, Optional.empty())));
    }

    private static Malformed invalid(@Nullable Object id, String problem) {
        return malformed(JsonRpcError.INVALID_REQUEST, id, "Invalid request: " + problem);
    }

    private static Malformed malformed(int code, @Nullable Object id, String message) {
        return new Malformed(new JsonRpcError(code, message).answer(id), Optional.empty());
    }
}
