package io.github.proxmoxmcp.server.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The messages that the server writes, and what is looked for in those that it reads.
final class Messages {

    static final String INITIALIZE = "initialize";
    static final String PING = "ping";
    static final String CANCELLED = "notifications/cancelled";
    static final String PROGRESS = "notifications/progress";
    static final String UPDATED = "notifications/resources/updated";
    static final String TOOLS_CALL = "tools/call";

    private Messages() {}

    static String result(Object id, Object result) {
        return Json.write(message("id", id, "result", result));
    }

    static String request(String id, String method, Map<String, Object> params) {
        Map<String, Object> message = message("id", id, "method", method);
        message.put("params", params);
        return Json.write(message);
    }

    static String notification(String method, Map<String, Object> params) {
        return Json.write(message("method", method, "params", params));
    }

    private static Map<String, Object> message(String first, Object one, String second, Object other) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", "2.0");
        message.put(first, one);
        message.put(second, other);
        return message;
    }

    /// A text among parameters.
    static Optional<String> text(Map<?, ?> params, String name) {
        return params.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /// An object among parameters; empty when there is none.
    static Map<?, ?> object(Map<?, ?> params, String name) {
        return params.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    /// Where a request wants its progress to be told.
    static Optional<Object> progressToken(Map<?, ?> params) {
        Object token = object(params, "_meta").get("progressToken");
        return token instanceof String || token instanceof Integer || token instanceof Long
                ? Optional.of(token)
                : Optional.empty();
    }
}
