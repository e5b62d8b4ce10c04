package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.persistence.session.SessionStore;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Sessions of the server as it is, with what MCP's conformance suite wants to find in one: kinds of content and
/// requests to the client that no tool, resource or prompt of ours has, but that our transports must carry.
public final class ConformanceFixtures {

    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
    private static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==";

    private static final Content IMAGE =
            McpSchema.ImageContent.builder(PNG, "image/png").build();
    private static final Content AUDIO =
            McpSchema.AudioContent.builder(WAV, "audio/wav").build();

    private static final Map<String, Object> NO_ARGUMENTS = Map.of("type", "object");

    private ConformanceFixtures() {}

    /// @param tools those that ours can be like
    public static WebSessions sessions(
            ToolRegistry tools, Supplier<SessionStore> kept, InstantSource clock, String instructions) {
        McpSchema.Implementation self =
                McpSchema.Implementation.builder("conformance", "1").build();
        return new WebSessions(
                _ -> new WebLevel(() -> new Binding(new Tools(tools), new Shelf()), self, instructions),
                kept,
                new WebSessions.Limits(1_000, Duration.ofMinutes(30)),
                clock);
    }

    private static final class Tools extends ToolBinding {

        private final Map<String, SyncToolSpecification> further = new LinkedHashMap<>();

        Tools(ToolRegistry tools) {
            super(() -> tools, (_, _, _) -> {});
            Content embedded = embedded("test://embedded-resource", "text/plain", "This is an embedded resource.");
            Content mixed = embedded("test://mixed-content-resource", "application/json", "{\"test\":\"data\"}");
            add("test_image_content", NO_ARGUMENTS, _ -> List.of(IMAGE));
            add("test_audio_content", NO_ARGUMENTS, _ -> List.of(AUDIO));
            add("test_embedded_resource", NO_ARGUMENTS, _ -> List.of(embedded));
            add("test_multiple_content_types", NO_ARGUMENTS, _ -> List.of(text("Several kinds:"), IMAGE, mixed));
            add("test_tool_with_logging", NO_ARGUMENTS, Tools::log);
            add("test_sampling", ConformanceForms.PROMPT, Tools::sample);
            add("test_elicitation_sep1034_defaults", NO_ARGUMENTS, ask(ConformanceForms.DEFAULTS));
            add("test_elicitation_sep1330_enums", NO_ARGUMENTS, ask(ConformanceForms.ENUMS));
            add("json_schema_2020_12_tool", ConformanceForms.SCHEMA_2020_12, _ -> List.of(text("It is listed.")));
        }

        private void add(String name, Map<String, Object> input, Function<McpSyncServerExchange, List<Content>> run) {
            further.put(
                    name,
                    SyncToolSpecification.builder()
                            .tool(McpSchema.Tool.builder(name, input)
                                    .description("A fixture of the conformance suite.")
                                    .build())
                            .callHandler((exchange, _) -> CallToolResult.builder()
                                    .content(run.apply(exchange))
                                    .isError(false)
                                    .build())
                            .build());
        }

        private static List<Content> log(McpSyncServerExchange exchange) {
            Stream.of("Tool execution started", "Tool processing data", "Tool execution completed")
                    .forEach(line -> exchange.loggingNotification(
                            McpSchema.LoggingMessageNotification.builder(McpSchema.LoggingLevel.INFO, line)
                                    .build()));
            return List.of(text("Three lines were logged."));
        }

        private static List<Content> sample(McpSyncServerExchange exchange) {
            return List.of(exchange.createMessage(McpSchema.CreateMessageRequest.builder(
                                    List.of(new McpSchema.SamplingMessage(McpSchema.Role.USER, text("Say something."))),
                                    100)
                            .build())
                    .content());
        }

        private static Function<McpSyncServerExchange, List<Content>> ask(Map<String, Object> form) {
            return exchange -> List.of(text("Elicitation completed: "
                    + exchange.createElicitation(McpSchema.ElicitFormRequest.builder("Please fill in the form.", form)
                                    .build())
                            .action()));
        }

        @Override
        void addTo(McpSyncServer server) {
            super.addTo(server);
            further.values().forEach(server::addTool);
        }

        @Override
        Optional<String> problem(String name) {
            return further.containsKey(name) ? Optional.empty() : super.problem(name);
        }
    }

    private static final class Shelf extends LibraryBinding {

        Shelf() {
            super(() -> {
                throw new IllegalStateException("the resources and prompts here are fixtures");
            });
        }

        @Override
        void addTo(McpSyncServer server) {
            Stream.of(
                            contents("test://static-text", "text/plain", "This is a static text resource."),
                            McpSchema.BlobResourceContents.builder("test://static-binary", PNG)
                                    .mimeType("image/png")
                                    .build(),
                            contents("test://watched-resource", "text/plain", "This is watched."))
                    .forEach(one -> server.addResource(new SyncResourceSpecification(
                            McpSchema.Resource.builder(one.uri(), one.uri())
                                    .description("A fixture of the conformance suite.")
                                    .mimeType(one.mimeType())
                                    .build(),
                            (_, _) -> ReadResourceResult.builder(List.of(one)).build())));
            server.addResourceTemplate(new SyncResourceTemplateSpecification(
                    McpSchema.ResourceTemplate.builder("test://template/{id}/data", "template")
                            .mimeType("application/json")
                            .build(),
                    (_, request) -> ReadResourceResult.builder(List.of(contents(
                                    request.uri(),
                                    "application/json",
                                    request.uri().replaceFirst("test://template/(.*)/data", "{\"id\":\"$1\"}"))))
                            .build()));
            addPrompts(server);
        }

        private static void addPrompts(McpSyncServer server) {
            add(server, "test_simple_prompt", List.of(), _ -> List.of(text("This is a simple prompt.")));
            add(
                    server,
                    "test_prompt_with_arguments",
                    List.of("arg1", "arg2"),
                    given -> List.of(text("arg1='" + given.get("arg1") + "', arg2='" + given.get("arg2") + "'")));
            add(
                    server,
                    "test_prompt_with_embedded_resource",
                    List.of("resourceUri"),
                    given -> List.of(
                            embedded(String.valueOf(given.get("resourceUri")), "text/plain", "Embedded."),
                            text("Please process the embedded resource above.")));
            add(server, "test_prompt_with_image", List.of(), _ -> List.of(IMAGE, text("Please look at the image.")));
        }

        private static void add(
                McpSyncServer server,
                String name,
                List<String> arguments,
                Function<Map<String, Object>, List<Content>> write) {
            server.addPrompt(new SyncPromptSpecification(
                    McpSchema.Prompt.builder(name)
                            .description("A fixture of the conformance suite.")
                            .arguments(arguments.stream()
                                    .map(argument -> McpSchema.PromptArgument.builder(argument)
                                            .required(true)
                                            .build())
                                    .toList())
                            .build(),
                    (_, request) -> GetPromptResult.builder(
                                    write
                                            .apply(Optional.ofNullable(request.arguments())
                                                    .orElse(Map.of()))
                                            .stream()
                                            .map(content -> new PromptMessage(McpSchema.Role.USER, content))
                                            .toList())
                            .build()));
        }

        @Override
        List<SyncCompletionSpecification> completions() {
            return List.of(new SyncCompletionSpecification(
                    new McpSchema.PromptReference("test_prompt_with_arguments"),
                    (_, request) -> new McpSchema.CompleteResult(new McpSchema.CompleteResult.CompleteCompletion(
                            Stream.of("paris", "park", "test")
                                    .filter(word ->
                                            word.startsWith(request.argument().value()))
                                    .toList(),
                            1,
                            false))));
        }

        @Override
        void check(McpSchema.Request request) {
            // All of these are known to the SDK.
        }

        @Override
        void subscribe(Subscriptions.Subscriber subscriber, String uri) {
            // Nothing here ever changes.
        }

        @Override
        void unsubscribe(Subscriptions.Subscriber subscriber, String uri) {
            // Nothing was subscribed to.
        }
    }

    private static TextContent text(String text) {
        return TextContent.builder(text).build();
    }

    private static Content embedded(String uri, String mimeType, String text) {
        return McpSchema.EmbeddedResource.builder(contents(uri, mimeType, text)).build();
    }

    private static ResourceContents contents(String uri, String mimeType, String text) {
        return McpSchema.TextResourceContents.builder(uri, text)
                .mimeType(mimeType)
                .build();
    }
}
