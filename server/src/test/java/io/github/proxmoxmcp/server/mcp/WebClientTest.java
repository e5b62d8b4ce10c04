package io.github.proxmoxmcp.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.server.http.WebFixtures;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The SDK's own client against our transports.
class WebClientTest {

    @TempDir
    private Path folder;

    @Test
    void theClientOfStreamableHttpGetsAnswersAndProgress() {
        try (WebFixtures.Running web = WebFixtures.start(folder)) {
            converse(HttpClientStreamableHttpTransport.builder(web.url())
                    .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + web.token()))
                    .jsonMapper(new JacksonMcpJsonMapper(JsonMapper.builder().build()))
                    .build());
        }
    }

    @Test
    @SuppressWarnings("deprecation") // The transport is deprecated and still used, which is why it is tested.
    void theClientOfTheOlderTransportGetsAnswersAndProgress() {
        try (WebFixtures.Running web = WebFixtures.start(folder)) {
            converse(io.modelcontextprotocol.client.transport.HttpClientSseClientTransport.builder(web.url())
                    .sseEndpoint("/sse")
                    .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + web.token()))
                    .jsonMapper(new JacksonMcpJsonMapper(JsonMapper.builder().build()))
                    .build());
        }
    }

    private static void converse(McpClientTransport transport) {
        List<String> progress = new CopyOnWriteArrayList<>();
        try (McpSyncClient client = McpClient.sync(transport)
                .jsonSchemaValidator(new TestedSchemas())
                .progressConsumer(notification -> progress.add(notification.message()))
                .build()) {
            client.initialize();
            List<McpSchema.Tool> tools = client.listTools().tools();

            CallToolResult result =
                    client.callTool(new CallToolRequest("say", Map.of("text", "hi"), Map.of("progressToken", "p")));

            assertThat(tools)
                    .extracting(McpSchema.Tool::name)
                    .containsExactly("act", "ask", "break", "say", "wait", "work");
            assertThat(result.structuredContent()).isEqualTo(Map.of("text", "hi to token:client OPERATE"));
            // The client hands notifications and answers on by threads of their own.
            await().until(() -> !progress.isEmpty());
            assertThat(progress).containsExactly("half");
            client.ping();
        }
    }
}
