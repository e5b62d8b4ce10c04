package io.github.proxmoxmcp.server.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a request is answered with when it has no result.
public final class JsonRpcError extends RuntimeException {

    private static final long serialVersionUID = 1;

    static final int PARSE_ERROR = -32_700;
    static final int INVALID_REQUEST = -32_600;
    static final int METHOD_NOT_FOUND = -32_601;
    static final int INVALID_PARAMS = -32_602;
    static final int INTERNAL_ERROR = -32_603;
    static final int RESOURCE_NOT_FOUND = -32_002;

    /// The code of what is wrong with the server at present, not with the message.
    public static final int SERVER_ERROR = -32_000;

    /// Headers say something else than the message.
    static final int HEADER_MISMATCH = -32_020;

    static final int UNSUPPORTED_VERSION = -32_022;

    private final int code;
    private final int status;
    private final transient Map<String, Object> data;

    JsonRpcError(int code, String message) {
        this(code, message, Map.of());
    }

    /// @param data more for programs; empty: nothing
    JsonRpcError(int code, String message, Map<String, Object> data) {
        this(code, message, data, status(code));
    }

    private JsonRpcError(int code, String message, Map<String, Object> data, int status) {
        // No stack: it is an answer, made for every odd message that a client sends.
        super(message, null, false, false);
        this.code = code;
        this.data = data;
        this.status = status;
    }

    /// The status of HTTP that the revision 2026-07-28 wants for a code.
    private static int status(int code) {
        if (code == METHOD_NOT_FOUND) {
            return 404;
        }
        return code <= -32_020 && code > -32_100 ? 400 : 200;
    }

    /// A request that lacks what each has to have.
    static JsonRpcError incomplete(String message) {
        return new JsonRpcError(INVALID_PARAMS, message, Map.of(), 400);
    }

    /// What is wrong is in the server; the log has it.
    static JsonRpcError internal() {
        return new JsonRpcError(INTERNAL_ERROR, "Internal error; the server's log (standard error) has the details");
    }

    static JsonRpcError unknownMethod(String method) {
        return new JsonRpcError(METHOD_NOT_FOUND, "Method not found: " + method);
    }

    int code() {
        return code;
    }

    /// Of HTTP, where a request stands alone.
    int status() {
        return status;
    }

    /// The message that answers the request of this id; null: it cannot be told which, and JSON-RPC wants `"id":null`.
    String answer(@Nullable Object id) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", String.valueOf(getMessage()));
        if (!data.isEmpty()) {
            error.put("data", data);
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("id", id);
        answer.put("error", error);
        return Json.write(answer);
    }

    /// An error that answers no request in particular.
    public static String of(int code, String message) {
        return new JsonRpcError(code, message).answer(null);
    }
}
