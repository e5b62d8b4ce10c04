package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.cluster.Deferred;
import io.github.proxmoxmcp.server.prompt.PromptNames;
import io.github.proxmoxmcp.server.resource.Addresses;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.github.proxmoxmcp.server.tool.CallObserver;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CompleteReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

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
    private final Deferred<ToolRegistry> listedTools;
    private final Deferred<Library> listedLibrary;

    /// @param observer is told of every call of a tool
    public Binding(Supplier<ToolRegistry> tools, Supplier<Library> library, CallObserver observer) {
        this.library = new LibraryBinding(library);
        json = new ProtocolJson(McpJson.MAPPER, request -> this.library.check(request));
        // Added when the first request needs them: to introduce itself the server does not.
        listedTools = new Deferred<>("listed-tools", () -> {
            tools.get().tools().forEach(tool -> server.get().addTool(ProtocolServer.specification(tool, observer)));
            return tools.get();
        });
        listedLibrary = new Deferred<>("listed-library", () -> {
            this.library.addTo(server.get());
            return library.get();
        });
    }

    /// What transport and server read and write with.
    public McpJsonMapper json() {
        return json;
    }

    /// What is settled about requests before the SDK sees them, for one client.
    public Preflight preflight() {
        return new Preflight(listedTools, this::need);
    }

    /// The subscriptions of a session over HTTP.
    ///
    /// @param changed is told the address of what became another one
    WebSubscriptions subscriptions(Subscriptions.Subscriber changed) {
        return new WebSubscriptions(library, changed);
    }

    /// Has what requests of this method are about added to the server.
    public void need(String method) {
        switch (method.replaceFirst("/.*", "")) {
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
                .completions(completions())
                .build();
        server.set(built);
        return built;
    }

    /// These the SDK wants when the server is built, so that they come from constants.
    private List<SyncCompletionSpecification> completions() {
        List<SyncCompletionSpecification> completions = new ArrayList<>();
        for (String template : Addresses.TEMPLATES) {
            completions.add(completion(new McpSchema.ResourceReference(template)));
        }
        for (String prompt : PromptNames.ALL) {
            completions.add(completion(new McpSchema.PromptReference(prompt)));
        }
        return completions;
    }

    private SyncCompletionSpecification completion(CompleteReference reference) {
        return new SyncCompletionSpecification(reference, (_, request) -> library.complete(request));
    }
}
