package io.github.proxmoxmcp.server.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A JSON-RPC error as text, for what the SDK never sees. The SDK leaves out an id that cannot be told, and JSON-RPC
/// wants `"id":null`.
public final class JsonRpcError {

    /// The code of what is wrong with the server at present, not with the message.
    public static final int SERVER_ERROR = -32_000;

    private JsonRpcError() {}

    /// An error that answers no request in particular.
    public static String of(int code, String message) {
        return of(code, null, message);
    }

    static String of(int code, @Nullable Object id, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("id", id);
        answer.put("error", error);
        return JsonMapper.shared().writeValueAsString(answer);
    }
}
