package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.connection.Requester;
import io.github.proxmoxmcp.persistence.caller.CallerContext;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.CallObserver;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.Forms;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tools in the words of the SDK.
class ToolBinding {

    private static final Logger LOG = LoggerFactory.getLogger(ToolBinding.class);

    /// Claude Code puts answers of more than 50,000 characters into a file, and shows the model the first of them.
    private static final Map<String, Object> LONG = Map.of("anthropic/maxResultSizeChars", 200_000);

    private final Supplier<ToolRegistry> tools;
    private final CallObserver observer;

    /// @param observer is told of every call of a tool
    ToolBinding(Supplier<ToolRegistry> tools, CallObserver observer) {
        this.tools = tools;
        this.observer = observer;
    }

    void addTo(McpSyncServer server) {
        tools.get().tools().forEach(tool -> server.addTool(specification(tool)));
    }

    /// What to say of a tool that is not there; empty: it is.
    Optional<String> problem(String name) {
        ToolRegistry known = tools.get();
        return known.find(name).isPresent() ? Optional.empty() : Optional.of(known.unknown(name));
    }

    boolean acts(String name) {
        return tools.get().find(name).filter(tool -> !tool.effect().readOnly()).isPresent();
    }

    /// A tool with what runs it.
    private SyncToolSpecification specification(ToolDefinition tool) {
        return SyncToolSpecification.builder()
                .tool(listed(tool))
                .callHandler((exchange, request) -> {
                    long begun = System.nanoTime();
                    CallToolResult result = call(tool, exchange, request);
                    observer.called(
                            tool.name(),
                            Boolean.TRUE.equals(result.isError()),
                            Duration.ofNanos(System.nanoTime() - begun));
                    return result;
                })
                .build();
    }

    /// A tool as `tools/list` tells it.
    static McpSchema.Tool listed(ToolDefinition tool) {
        McpSchema.Tool.Builder listed = McpSchema.Tool.builder(tool.name(), tool.inputSchema())
                .title(tool.title())
                .description(tool.description())
                .annotations(annotations(tool.effect()));
        // That an answer is an object need not be said.
        if (tool.outputSchema().containsKey("properties")) {
            listed.outputSchema(tool.outputSchema());
        }
        return tool.longAnswer() ? listed.meta(LONG).build() : listed.build();
    }

    /// All four, because what is left out means the worst.
    private static McpSchema.ToolAnnotations annotations(Effect effect) {
        return McpSchema.ToolAnnotations.builder()
                .readOnlyHint(effect.readOnly())
                .destructiveHint(effect.destructive())
                .idempotentHint(effect.idempotent())
                .openWorldHint(false)
                .build();
    }

    /// The outer edge of every call: nothing gets past it but an answer, or an error in words for the model.
    private static CallToolResult call(ToolDefinition tool, McpSyncServerExchange exchange, CallToolRequest request) {
        try {
            Caller caller = caller(exchange, request);
            Answer<?> answer = as(
                    caller.id(),
                    tool.effect().readOnly(),
                    () -> tool.call()
                            .apply(
                                    WrittenJson.read(
                                            tool.inputSchema(),
                                            Optional.ofNullable(request.arguments())
                                                    .orElse(Map.of())),
                                    caller));
            Forms forms = Forms.of(answer);
            return CallToolResult.builder()
                    .content(List.of(TextContent.builder(forms.text()).build()))
                    .structuredContent(forms.structured())
                    .isError(false)
                    .build();
        } catch (ToolException | ProxmoxException | StoreException e) {
            return error(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return error(tool.name() + " was cancelled");
            }
            LOG.error("{} failed", tool.name(), e);
            return error("Internal error in " + tool.name() + "; the server's log (standard error) has the details."
                    + " Nothing more is known; trying again with other arguments may work.");
        }
    }

    /// Does what somebody asks for, who takes a share of the memory and of the calls to the cluster.
    ///
    /// @param stops whether reading ends when nobody waits for it any more
    static <T> T as(String caller, boolean stops, Supplier<T> work) {
        return Requester.as(caller, () -> CallerContext.as(caller, stops, work));
    }

    private static CallToolResult error(String message) {
        return CallToolResult.builder()
                .content(List.of(TextContent.builder(Printable.message(message)).build()))
                .isError(true)
                .build();
    }

    private static Caller caller(McpSyncServerExchange exchange, CallToolRequest request) {
        String client = exchange.getClientInfo() == null
                ? "unknown"
                : exchange.getClientInfo().name();
        Object token = request.meta() == null ? null : request.meta().get("progressToken");
        Optional<Principal> principal = principal(exchange);
        return new Caller(
                client,
                principal.map(Principal::name).orElse(Caller.LOCAL),
                principal.map(Principal::id).orElse(Caller.LOCAL),
                principal.map(Principal::access).orElse(Access.ADMIN),
                principal.map(Principal::scope).orElse(Scope.NONE),
                token == null
                        ? (_, _, _) -> {}
                        : (done, total, message) -> exchange.progressNotification(
                                new McpSchema.ProgressNotification(token, done, total.orElse(null), message, null)),
                new Elicitation(exchange));
    }

    /// Who calls over the network; empty: somebody on this machine.
    static Optional<Principal> principal(McpSyncServerExchange exchange) {
        return exchange.transportContext().get(WebSession.PRINCIPAL) instanceof Principal given
                ? Optional.of(given)
                : Optional.empty();
    }
}
