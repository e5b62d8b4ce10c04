package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.persistence.session.SessionStore;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.CallObserver;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/// Serves what the registries hold, over standard input and output or for [WebSessions].
public final class ProtocolServer {

    private ProtocolServer() {}

    /// One client over the given streams, to be served until its end of input.
    ///
    /// @param introduced is run once `initialize` is answered: what may wait should, because clients do not
    public static StdioTransport stdio(
            Supplier<ToolRegistry> tools,
            Supplier<Library> library,
            String version,
            String instructions,
            Runnable introduced,
            InputStream in,
            OutputStream out) {
        Binding binding = new Binding(new ToolBinding(tools, (_, _, _) -> {}), new LibraryBinding(library));
        StdioTransport transport =
                new StdioTransport(binding.json(), binding.preflight(), binding::subscriptions, introduced, in, out);
        binding.build(McpServer.sync(transport), self(version), instructions);
        return transport;
    }

    /// The sessions over HTTP of a server with these tools, resources and prompts.
    ///
    /// @param tools those of an access level
    public static WebSessions web(
            Function<Access, ToolRegistry> tools,
            Supplier<Library> library,
            String version,
            String instructions,
            WebSessions.Limits limits,
            Supplier<SessionStore> kept,
            InstantSource clock,
            CallObserver observer) {
        return new WebSessions(
                access -> new WebLevel(
                        () -> new Binding(
                                new ToolBinding(() -> tools.apply(access), observer), new LibraryBinding(library)),
                        self(version),
                        instructions),
                kept,
                limits,
                clock);
    }

    static McpSchema.Implementation self(String version) {
        return McpSchema.Implementation.builder("proxmox-mcp", version)
                .title("Proxmox VE")
                .build();
    }
}
