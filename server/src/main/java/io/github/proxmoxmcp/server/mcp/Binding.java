package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.cluster.Lazy;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// Binds the registries to a server of the SDK, whatever its transport: make one, give its [#json] to the transport,
/// [#build] the server on it, and have [#need] called before a request goes on to the SDK.
public final class Binding {

    static final McpSchema.ServerCapabilities CAPABILITIES = McpSchema.ServerCapabilities.builder()
            .tools(false)
            .resources(true, false)
            .prompts(false)
            .completions()
            .build();

    private final AtomicReference<McpSyncServer> server = new AtomicReference<>();
    private final McpJsonMapper json;
    private final LibraryBinding library;
    private final Lazy<ToolBinding> listedTools;
    private final Lazy<LibraryBinding> listedLibrary;

    Binding(ToolBinding tools, LibraryBinding library) {
        this.library = library;
        json = new ProtocolJson(McpJson.MAPPER, library::check);
        // Added when the first request needs them: to introduce itself the server does not.
        listedTools = new Lazy<>("listed-tools", () -> {
            tools.addTo(server.get());
            return tools;
        });
        listedLibrary = new Lazy<>("listed-library", () -> {
            library.addTo(server.get());
            return library;
        });
    }

    /// What transport and server read and write with.
    public McpJsonMapper json() {
        return json;
    }

    /// What is settled about requests before the SDK sees them, for one client.
    public Preflight preflight() {
        return new Preflight(
                name -> listedTools.get().problem(name),
                name -> listedTools.get().acts(name),
                this::need);
    }

    /// The subscriptions of one client.
    ///
    /// @param changed is told the address of what became another one
    SessionSubscriptions subscriptions(Subscriptions.Subscriber changed) {
        return new SessionSubscriptions(library, changed);
    }

    /// Has what requests of this method are about added to the server.
    public void need(String method) {
        int end = method.indexOf('/');
        switch (end < 0 ? method : method.substring(0, end)) {
            case "tools" -> listedTools.get();
            case "resources", "prompts", "completion" -> listedLibrary.get();
            default -> {
                // Nothing of ours.
            }
        }
    }

    /// The server.
    public McpSyncServer build(
            McpServer.SyncSpecification<?> builder, McpSchema.Implementation self, String instructions) {
        McpSyncServer built = builder.jsonMapper(json)
                .jsonSchemaValidator(new TestedSchemas())
                .validateToolInputs(false)
                .serverInfo(self)
                .instructions(instructions)
                .requestTimeout(Duration.ofMinutes(5))
                .capabilities(CAPABILITIES)
                .uriTemplateManagerFactory(LibraryBinding.ADDRESSES)
                .completions(library.completions())
                .build();
        server.set(built);
        return built;
    }
}
