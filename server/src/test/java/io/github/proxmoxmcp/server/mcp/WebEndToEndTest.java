package io.github.proxmoxmcp.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.http.ServedDemo;
import io.github.proxmoxmcp.server.tool.Access;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/// Everything that is offered beside plain answers, over both transports of HTTP, with the SDK's own client.
class WebEndToEndTest {

    @TempDir
    private static Path folder;

    private static Optional<ServedDemo> demo = Optional.empty();

    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> changed = new LinkedBlockingQueue<>();

    /// How a client can be connected.
    enum Over {
        STREAMABLE,
        SSE;

        @SuppressWarnings("deprecation") // The older transport is deprecated and still used.
        McpClientTransport transport(String url, String token) {
            HttpRequest.Builder request = HttpRequest.newBuilder().header("Authorization", "Bearer " + token);
            JacksonMcpJsonMapper json =
                    new JacksonMcpJsonMapper(JsonMapper.builder().build());
            return switch (this) {
                case STREAMABLE ->
                    HttpClientStreamableHttpTransport.builder(url)
                            .requestBuilder(request)
                            .jsonMapper(json)
                            .build();
                case SSE ->
                    HttpClientSseClientTransport.builder(url)
                            .sseEndpoint("/sse")
                            .requestBuilder(request)
                            .jsonMapper(json)
                            .build();
            };
        }
    }

    @BeforeAll
    static void start() {
        demo = Optional.of(new ServedDemo(folder, "nodes=3,guests=40,seed=1,pace=0.1", """
            access: admin
            http:
              listen: 0
            """));
    }

    @AfterAll
    static void stop() {
        demo.ifPresent(ServedDemo::close);
    }

    @ParameterizedTest
    @EnumSource
    void resourcesPromptsAndCompletionAreThereForEveryLevel(Over over) {
        try (McpSyncClient client = client(over, Access.READ)) {
            List<McpSchema.Resource> resources = client.listResources().resources();
            String status = ((TextResourceContents)
                            client.readResource(ReadResourceRequest.builder("proxmox://demo/status")
                                            .build())
                                    .contents()
                                    .getFirst())
                    .text();
            List<McpSchema.Prompt> prompts = client.listPrompts().prompts();
            List<McpSchema.PromptMessage> runbook = client.getPrompt(GetPromptRequest.builder("plan_node_maintenance")
                            .arguments(Map.of("node", "pve2"))
                            .build())
                    .messages();
            List<String> nodes = client.completeCompletion(CompleteRequest.builder(
                                    new McpSchema.PromptReference("plan_node_maintenance"),
                                    new CompleteRequest.CompleteArgument("node", "pve"))
                            .build())
                    .completion()
                    .values();

            assertThat(resources).extracting(McpSchema.Resource::uri).contains("proxmox://demo/status");
            assertThat(status).contains("as of ", "pve1");
            assertThat(prompts).hasSize(7);
            assertThat(((TextContent) runbook.getFirst().content()).text()).contains("pve2", "What to do:");
            assertThat(nodes).containsExactly("pve1", "pve2", "pve3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachPrincipalHasTheToolsOfTheirLevelAndNoOther(Over over) {
        try (McpSyncClient reader = client(over, Access.READ);
                McpSyncClient operator = client(over, Access.OPERATE);
                McpSyncClient admin = client(over, Access.ADMIN)) {

            assertThat(tools(reader)).contains("list_vms").doesNotContain("power_guest", "stop_guest");
            assertThat(tools(operator)).contains("list_vms", "power_guest").doesNotContain("stop_guest");
            assertThat(tools(admin)).contains("list_vms", "power_guest", "stop_guest");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHumanIsAskedAndProgressIsTold(Over over) {
        int guest = over == Over.SSE ? 101 : 102;
        try (McpSyncClient client = client(over, Access.ADMIN)) {
            CallToolResult stopped = client.callTool(
                    new CallToolRequest("stop_guest", Map.of("guest", guest), Map.of("progressToken", "p")));

            assertThat(stopped.isError())
                    .describedAs(stopped.content().toString())
                    .isFalse();
            assertThat(questions).hasSize(1);
            assertThat(questions.getFirst()).contains("stop guest " + guest);
            assertThat(progress).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoSubscribesIsToldOfAChange(Over over) throws InterruptedException {
        int guest = over == Over.SSE ? 103 : 104;
        String uri = "proxmox://demo/guest/" + guest;
        try (McpSyncClient client = client(over, Access.ADMIN)) {
            client.subscribeResource(McpSchema.SubscribeRequest.builder(uri).build());

            String told = null;
            for (int tag = 1; told == null && tag <= 20; tag++) {
                CallToolResult set = client.callTool(new CallToolRequest(
                        "set_guest_config", Map.of("guest", guest, "set", List.of("tags=+t" + tag)), Map.of()));
                assertThat(set.isError()).describedAs(set.content().toString()).isFalse();
                told = changed.poll(5, TimeUnit.SECONDS);
            }

            assertThat(told).isEqualTo(uri);
        }
    }

    private static List<String> tools(McpSyncClient client) {
        return client.listTools().tools().stream().map(McpSchema.Tool::name).toList();
    }

    private McpSyncClient client(Over over, Access access) {
        ServedDemo served = demo.orElseThrow();
        String token = served.token(over + "-" + access + "-" + System.nanoTime(), access);
        McpSyncClient client = McpClient.sync(over.transport(served.url(), token))
                .jsonSchemaValidator(new TestedSchemas())
                .requestTimeout(Duration.ofSeconds(60))
                .capabilities(ClientCapabilities.builder().elicitation().build())
                .progressConsumer(notification -> progress.add(notification.message()))
                .resourcesUpdateConsumer(contents ->
                        contents.stream().map(McpSchema.ResourceContents::uri).forEach(changed::add))
                .elicitation(form -> {
                    questions.add(form.message());
                    return ElicitResult.builder(ElicitResult.Action.ACCEPT)
                            .content(Map.of("allow", true))
                            .build();
                })
                .build();
        client.initialize();
        return client;
    }
}
