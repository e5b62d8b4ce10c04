package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// What is settled about one client's request before the SDK sees it, because the SDK would wait for ever (no
/// `initialized` yet), or answer with the names of its classes (unknown tool, arguments that are no object).
public final class Preflight {

    private final Function<String, Optional<String>> unknownTool;
    private final Predicate<String> acts;
    private final Consumer<String> need;
    private boolean greeted;
    private boolean initialized;

    /// @param unknownTool what to say of a tool's name; empty: there is such a tool
    /// @param acts whether the tool of this name does more than read
    /// @param need is given the method of each request before it goes on to the SDK
    Preflight(Function<String, Optional<String>> unknownTool, Predicate<String> acts, Consumer<String> need) {
        this.unknownTool = unknownTool;
        this.acts = acts;
        this.need = need;
    }

    /// What becomes of a request.
    ///
    /// @param answer the answer, where the request goes no further
    /// @param announceInitialized whether the client skipped `notifications/initialized`, and the SDK must be told
    record Verdict(Optional<JSONRPCResponse> answer, boolean announceInitialized) {}

    Verdict check(JSONRPCRequest request) {
        if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
            greeted = true;
            return new Verdict(Optional.empty(), false);
        }
        if (!greeted) {
            return new Verdict(beforeInitialize(request), false);
        }
        boolean skipped = !initialized;
        initialized = true;
        need.accept(request.method());
        return new Verdict(callProblem(request).map(problem -> invalidParams(request, problem)), skipped);
    }

    /// Whether nothing is lost when a request is not worked on to its end.
    boolean onlyReads(JSONRPCRequest request) {
        if (!request.method().equals(McpSchema.METHOD_TOOLS_CALL)) {
            return true;
        }
        return request.params() instanceof Map<?, ?> params
                && params.get("name") instanceof String name
                && !acts.test(name);
    }

    /// Whether a notification reaches the SDK: `initialized` does so once, and never before `initialize`.
    boolean passes(JSONRPCNotification notification) {
        if (!notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED)) {
            return greeted;
        }
        boolean first = greeted && !initialized;
        initialized |= greeted;
        return first;
    }

    /// `ping` is allowed before `initialize`; what the SDK does not know it answers at once (newer clients ask
    /// `server/discover` first and fall back on that answer); all the rest it would keep waiting.
    private static Optional<JSONRPCResponse> beforeInitialize(JSONRPCRequest request) {
        if (request.method().equals(McpSchema.METHOD_PING)) {
            return Optional.of(JSONRPCResponse.result(request.id(), Map.of()));
        }
        return switch (request.method().replaceFirst("/.*", "")) {
            case "tools", "resources", "prompts", "completion", "logging" ->
                Optional.of(
                        error(request, McpSchema.ErrorCodes.INVALID_REQUEST, "Not initialized: send initialize first"));
            default -> Optional.empty();
        };
    }

    private Optional<String> callProblem(JSONRPCRequest request) {
        if (!request.method().equals(McpSchema.METHOD_TOOLS_CALL)) {
            return Optional.empty();
        }
        if (!(request.params() instanceof Map<?, ?> params) || !(params.get("name") instanceof String name)) {
            return Optional.of("tools/call needs 'name', the name of a tool");
        }
        return unknownTool
                .apply(name)
                .or(() -> params.get("arguments") == null || params.get("arguments") instanceof Map
                        ? Optional.empty()
                        : Optional.of("'arguments' must be an object"));
    }

    private static JSONRPCResponse invalidParams(JSONRPCRequest request, String problem) {
        return error(request, McpSchema.ErrorCodes.INVALID_PARAMS, problem);
    }

    private static JSONRPCResponse error(JSONRPCRequest request, int code, String message) {
        return JSONRPCResponse.error(request.id(), new JSONRPCResponse.JSONRPCError(code, message, null));
    }
}
