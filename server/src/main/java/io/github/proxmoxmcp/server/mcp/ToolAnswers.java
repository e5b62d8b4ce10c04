package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.CallObserver;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Forms;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls of tools.
final class ToolAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ToolAnswers.class);

    /// Carries out a plan that was made before.
    private static final String APPLY = "apply_plan";

    private static final String WAIT = "wait_seconds";

    private final Supplier<ToolRegistry> tools;
    private final CallObserver observer;

    /// @param observer is told of every call of a tool
    ToolAnswers(Supplier<ToolRegistry> tools, CallObserver observer) {
        this.tools = tools;
        this.observer = observer;
    }

    boolean acts(String name) {
        return tools.get().find(name).filter(tool -> !tool.effect().readOnly()).isPresent();
    }

    /// @throws JsonRpcError when there is no such tool, or the call has not the form of one
    Map<String, Object> call(Map<String, @Nullable Object> params, Client client) {
        String name =
                Messages.text(params, "name").orElseThrow(() -> invalid("tools/call needs 'name', the name of a tool"));
        ToolDefinition tool =
                tools.get().find(name).orElseThrow(() -> invalid(tools.get().unknown(name)));
        if (params.get("arguments") != null && !(params.get("arguments") instanceof Map)) {
            throw invalid("'arguments' must be an object");
        }
        long begun = System.nanoTime();
        Map<String, Object> result = result(tool, arguments(params), params, client);
        observer.called(name, Boolean.TRUE.equals(result.get("isError")), Duration.ofNanos(System.nanoTime() - begun));
        return result;
    }

    private static JsonRpcError invalid(String problem) {
        return new JsonRpcError(JsonRpcError.INVALID_PARAMS, problem);
    }

    @SuppressWarnings("unchecked") // Json makes maps with texts as keys only.
    private static Map<String, @Nullable Object> arguments(Map<String, @Nullable Object> params) {
        return params.get("arguments") instanceof Map<?, ?> given ? (Map<String, @Nullable Object>) given : Map.of();
    }

    private Map<String, Object> result(
            ToolDefinition tool,
            Map<String, @Nullable Object> arguments,
            Map<String, @Nullable Object> params,
            Client client) {
        Caller caller = caller(params, client);
        return switch (outcome(tool, caller, () -> run(tool, arguments, caller, client.askedAbout()))) {
            case ToolOutcome.Answered(Forms forms) -> {
                Map<String, Object> result = result(forms.text(), false);
                result.put("structuredContent", forms.structured());
                yield result;
            }
            case ToolOutcome.Failed(var _, String message) -> result(message, true);
        };
    }

    /// The outer edge of every call: nothing gets past it but an answer, or an error in words for whoever asked.
    static ToolOutcome outcome(ToolDefinition tool, Caller caller, Supplier<Answer<?>> run) {
        try {
            return new ToolOutcome.Answered(
                    Forms.of(Calls.as(caller.id(), tool.effect().readOnly(), run)));
        } catch (InputRequired e) {
            throw e;
        } catch (ToolException | ProxmoxException | StoreException e) {
            return new ToolOutcome.Failed(reason(e), Printable.message(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return new ToolOutcome.Failed(ToolOutcome.Reason.CANCELLED, tool.name() + " was cancelled");
            }
            LOG.error("{} failed", tool.name(), e);
            return new ToolOutcome.Failed(
                    ToolOutcome.Reason.BROKEN,
                    "Internal error in " + tool.name() + "; the server's log (standard error) has the details."
                            + " Nothing more is known; trying again with other arguments may work.");
        }
    }

    private static ToolOutcome.Reason reason(RuntimeException failure) {
        return switch (failure) {
            case ToolException.BadArgument _ -> ToolOutcome.Reason.BAD_REQUEST;
            case ToolException.NotFound _ -> ToolOutcome.Reason.NOT_FOUND;
            case ToolException.Refused _ -> ToolOutcome.Reason.REFUSED;
            case ToolException.Failed _ -> ToolOutcome.Reason.FAILED;
            default -> ToolOutcome.Reason.UNAVAILABLE;
        };
    }

    /// A call whose human was asked goes on with the plan that they were asked about, and makes no other one.
    private Answer<?> run(
            ToolDefinition tool, Map<String, @Nullable Object> arguments, Caller caller, Optional<String> plan) {
        if (plan.isEmpty()) {
            return tool.call().apply(WrittenJson.read(tool.inputSchema(), arguments), caller);
        }
        Map<String, @Nullable Object> planned = new LinkedHashMap<>();
        planned.put("plan", plan.get());
        if (arguments.get(WAIT) != null) {
            planned.put(WAIT, arguments.get(WAIT));
        }
        return tools.get().find(APPLY).orElseThrow().call().apply(planned, caller);
    }

    private static Map<String, Object> result(String text, boolean failed) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("type", "text");
        content.put("text", text);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("content", List.of(content));
        result.put("isError", failed);
        return result;
    }

    private static Caller caller(Map<String, @Nullable Object> params, Client client) {
        Optional<Principal> principal = client.principal();
        return new Caller(
                client.name(),
                principal.map(Principal::name).orElse(Caller.LOCAL),
                principal.map(Principal::id).orElse(Caller.LOCAL),
                principal.map(Principal::access).orElse(Access.ADMIN),
                principal.map(Principal::scope).orElse(Scope.NONE),
                Messages.progressToken(params)
                        .map(token -> progress(token, client))
                        .orElse((_, _, _) -> {}),
                client.human());
    }

    private static Caller.Progress progress(Object token, Client client) {
        return (done, total, message) -> {
            Map<String, Object> params = new LinkedHashMap<>();
            params.put("progressToken", token);
            params.put("progress", done);
            total.ifPresent(all -> params.put("total", all));
            params.put("message", message);
            client.tell(Messages.PROGRESS, params);
        };
    }
}
