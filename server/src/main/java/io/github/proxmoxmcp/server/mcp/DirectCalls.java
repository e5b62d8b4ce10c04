package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.tool.CallObserver;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls of tools for somebody who speaks no MCP, such as a person at the page: with the same rights, shares, figures
/// and errors as a client's.
public final class DirectCalls {

    private final Supplier<ToolRegistry> tools;
    private final String client;
    private final CallObserver observer;

    /// @param tools those of the server's own access level
    /// @param client where they come from, for the audit
    /// @param observer is told of every call
    public DirectCalls(Supplier<ToolRegistry> tools, String client, CallObserver observer) {
        this.tools = tools;
        this.client = client;
        this.observer = observer;
    }

    /// The tools that a principal may call.
    public List<ToolDefinition> tools(Principal principal) {
        return tools.get().within(principal.access()).tools();
    }

    /// Whether there is such a tool for a principal.
    public Optional<ToolDefinition> find(Principal principal, String tool) {
        return tools.get().within(principal.access()).find(tool);
    }

    /// What a tool that changes nothing answers; tools that act are not called.
    public ToolOutcome read(Principal principal, String tool, Map<String, ? extends @Nullable Object> arguments) {
        ToolRegistry here = tools.get().within(principal.access());
        Optional<ToolDefinition> found = here.find(tool);
        if (found.isEmpty()) {
            return new ToolOutcome.Failed(ToolOutcome.Reason.BAD_REQUEST, here.unknown(tool));
        }
        if (!found.get().effect().readOnly()) {
            return new ToolOutcome.Failed(
                    ToolOutcome.Reason.REFUSED, tool + " changes something, and here only is read: ask an assistant");
        }
        long begun = System.nanoTime();
        Caller caller = caller(principal);
        ToolOutcome outcome = ToolAnswers.outcome(
                found.get(), caller, () -> found.get().call().apply(arguments, caller));
        observer.called(tool, outcome instanceof ToolOutcome.Failed, Duration.ofNanos(System.nanoTime() - begun));
        return outcome;
    }

    /// A caller whose human is not asked: who stands at the page decides there.
    private Caller caller(Principal principal) {
        return new Caller(
                client,
                principal.name(),
                principal.id(),
                principal.access(),
                principal.scope(),
                (_, _, _) -> {},
                (_, _) -> Caller.Human.Reply.UNSUPPORTED);
    }
}
