package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// A real MCP client of a server that it starts itself, over standard input and output.
public final class ToolClient implements AutoCloseable {

    private final McpSyncClient client;

    private ToolClient(McpSyncClient client) {
        this.client = client;
    }

    /// Starts the command and introduces itself to it.
    ///
    /// @param progress is given the messages of progress notifications
    public static ToolClient start(List<String> command, Map<String, String> environment, Consumer<String> progress) {
        return start(command, environment, progress, Optional.empty());
    }

    /// Starts a client with a human whom the server can ask.
    ///
    /// @param human is given the question and fills in the form; empty: declines it; a [CancellationException]:
    ///     closes it
    public static ToolClient start(
            List<String> command,
            Map<String, String> environment,
            Consumer<String> progress,
            Optional<Function<String, Optional<Map<String, Object>>>> human) {
        McpJsonMapper json = new JacksonMcpJsonMapper(JsonMapper.builder().build());
        StdioClientTransport transport = new StdioClientTransport(
                ServerParameters.builder(command.getFirst())
                        .args(command.subList(1, command.size()))
                        .env(environment)
                        .build(),
                json);
        transport.setStdErrorHandler(System.err::println);
        McpClient.SyncSpec specification = McpClient.sync(transport)
                .clientInfo(Implementation.builder("proxmox-mcp-demo", "1").build())
                .capabilities(
                        human.isPresent()
                                ? ClientCapabilities.builder().elicitation().build()
                                : ClientCapabilities.builder().build())
                .jsonSchemaValidator(new TestedSchemas())
                .requestTimeout(Duration.ofSeconds(60))
                .progressConsumer(notification -> progress.accept(notification.message()));
        human.ifPresent(person -> specification.elicitation(form -> answered(person, form.message())));
        McpSyncClient client = specification.build();
        client.initialize();
        return new ToolClient(client);
    }

    private static ElicitResult answered(Function<String, Optional<Map<String, Object>>> person, String question) {
        try {
            return person.apply(question)
                    .map(content -> ElicitResult.builder(ElicitResult.Action.ACCEPT)
                            .content(content)
                            .build())
                    .orElseGet(() ->
                            ElicitResult.builder(ElicitResult.Action.DECLINE).build());
        } catch (CancellationException _) {
            return ElicitResult.builder(ElicitResult.Action.CANCEL).build();
        }
    }

    /// Names of the tools that the server offers.
    public List<String> tools() {
        return client.listTools().tools().stream().map(tool -> tool.name()).toList();
    }

    /// What a tool promises its structured content to be; empty: an object.
    public Map<String, Object> outputSchema(String tool) {
        return client.listTools().tools().stream()
                .filter(listed -> listed.name().equals(tool))
                .findFirst()
                .map(listed -> listed.outputSchema())
                .orElse(Map.of());
    }

    /// What a tool answered, in both of its forms.
    ///
    /// @param structured empty when it failed
    public record Result(boolean failed, String text, Map<String, Object> structured) {}

    /// Calls a tool; that the tool failed is in the result.
    public Result call(String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(new CallToolRequest(tool, arguments, Map.of("progressToken", tool)));
        String text = result.content().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
        Map<String, Object> structured = new LinkedHashMap<>();
        if (result.structuredContent() instanceof Map<?, ?> form) {
            form.forEach((name, value) -> structured.put(String.valueOf(name), value));
        }
        return new Result(Boolean.TRUE.equals(result.isError()), text, structured);
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
