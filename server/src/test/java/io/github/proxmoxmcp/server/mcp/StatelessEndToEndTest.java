package io.github.proxmoxmcp.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.RunningServer;
import io.github.proxmoxmcp.server.http.ServedDemo;
import io.github.proxmoxmcp.server.tool.Access;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.modern.McpSchema;
import io.modelcontextprotocol.modern.client.McpClient;
import io.modelcontextprotocol.modern.client.McpSyncClient;
import io.modelcontextprotocol.modern.client.SubscriptionEvent;
import io.modelcontextprotocol.modern.client.transport.HttpClientMcpTransport;
import io.modelcontextprotocol.modern.client.transport.McpClientTransport;
import io.modelcontextprotocol.modern.client.transport.McpHttpRequestCustomizer;
import io.modelcontextprotocol.modern.client.transport.StdioMcpClientTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The SDK's own client of the revision 2026-07-28 against ours.
@Timeout(300)
class StatelessEndToEndTest {

    private static final JacksonMcpJsonMapper JSON =
            new JacksonMcpJsonMapper(JsonMapper.builder().build());

    @TempDir
    private static Path folder;

    private static Optional<ServedDemo> demo = Optional.empty();

    @BeforeAll
    static void start() {
        demo = Optional.of(
                new ServedDemo(folder, "nodes=2,guests=12,seed=1,pace=0", "access: admin\nhttp:\n  listen: 0\n"));
    }

    @AfterAll
    static void stop() {
        demo.ifPresent(ServedDemo::close);
    }

    @Test
    void overHttpEverythingIsFoundCalledAndRead() {
        converse(McpClient.sync(http()).jsonMapper(JSON).build());
    }

    @Test
    void overStandardInputToo() {
        List<String> command = RunningServer.command();
        try (StdioMcpClientTransport transport = StdioMcpClientTransport.builder(ServerParameters.builder(
                                command.getFirst())
                        .args(java.util.stream.Stream.concat(
                                        command.stream().skip(1),
                                        java.util.stream.Stream.of("serve", "--demo=nodes=2,guests=12,seed=1,pace=0"))
                                .toList())
                        .build())
                .jsonMapper(JSON)
                .start()) {
            converse(McpClient.sync(transport).jsonMapper(JSON).build());
        }
    }

    @Test
    void aHumanWhoTicksTheBoxIsAskedOnceAndTheGuestIsGone() {
        List<String> asked = new CopyOnWriteArrayList<>();
        McpSyncClient client = McpClient.sync(http())
                .jsonMapper(JSON)
                .formElicitation(form -> {
                    asked.add(form.message());
                    return McpSchema.ElicitResult.accept(Map.of("allow", true));
                })
                .build();
        McpSchema.CallToolResult made = client.tool("create_vm")
                .arguments(Map.of("name", "shortlived", "cores", 1, "memory_mib", 512, "disk_gib", 1))
                .call();
        Object vmid = Optional.ofNullable(((Map<?, ?>) made.structuredContent()).get("vmid"))
                .orElseThrow();

        McpSchema.CallToolResult deleted =
                client.tool("delete_guest").arguments(Map.of("guest", vmid)).call();

        assertThat(asked).hasSize(1).first().asString().contains("DELETE /nodes/", "shortlived");
        assertThat(deleted.isError()).isFalse();
        assertThat(((Map<?, ?>) deleted.structuredContent()).get("state")).isEqualTo("ok");
    }

    @Test
    void whoListensHearsOfTheGuestThatChanged() throws IOException, InterruptedException {
        McpSyncClient client = McpClient.sync(http()).jsonMapper(JSON).build();
        client.tool("list_nodes").arguments(Map.of("fresh", true)).call();
        BlockingQueue<SubscriptionEvent> events = new LinkedBlockingQueue<>();
        String guest = "proxmox://demo/guest/100";

        try (McpSyncClient.Listening _ = client.listen()
                .resourceUpdates(guest, "proxmox://demo/gest/1", "proxmox://demo/task/UPID:x")
                .open(events::add)) {
            SubscriptionEvent first = events.poll(60, TimeUnit.SECONDS);
            client.tool("set_guest_config")
                    .arguments(Map.of("guest", 100, "set", Map.of("description", "changed")))
                    .call();
            SubscriptionEvent second = events.poll(60, TimeUnit.SECONDS);

            assertThat(first)
                    .isInstanceOfSatisfying(
                            SubscriptionEvent.Subscribed.class,
                            told -> assertThat(String.valueOf(told.honoured())).endsWith("[" + guest + "]}"));
            assertThat(second).isInstanceOf(SubscriptionEvent.ResourceUpdated.class);
            assertThat(String.valueOf(second)).contains(guest);
        }
    }

    private static void converse(McpSyncClient client) {
        List<String> progress = new CopyOnWriteArrayList<>();

        McpSchema.DiscoverResult found = client.discover();
        List<McpSchema.Tool> tools = client.tools().list().tools();
        McpSchema.CallToolResult nodes = client.tool("list_nodes")
                .arguments(Map.of("fresh", true))
                .progress(told -> progress.add(String.valueOf(told)))
                .call();
        McpSchema.CallToolResult wrong =
                client.tool("get_guest").arguments(Map.of("guest", "nobody")).call();

        assertThat(found.supportedVersions()).containsExactly("2026-07-28");
        assertThat(found.ttlMs()).isEqualTo(3_600_000);
        assertThat(tools).extracting(McpSchema.Tool::name).contains("list_vms").isSorted();
        assertThat(nodes.isError()).isFalse();
        assertThat(String.valueOf(nodes.structuredContent())).contains("pve1", "pve2");
        assertThat(wrong.isError()).isTrue();
        assertThat(client.resources().list().resources()).hasSize(2);
        assertThat(client.resourceTemplates().list().resourceTemplates()).hasSize(7);
        assertThat(client.prompts().list().prompts()).hasSize(7);
        assertThat(String.valueOf(
                        client.resource("proxmox://demo/status").read().contents()))
                .contains("pve1,online");
        assertThat(client.resource("proxmox://demo/status").read().ttlMs()).isEqualTo(5_000);
        assertThat(String.valueOf(client.prompt("capacity_report").get().messages()))
                .contains("What to do:");
    }

    private static McpClientTransport http() {
        String token = demo.orElseThrow().token("c" + System.nanoTime(), Access.ADMIN);
        return HttpClientMcpTransport.builder(demo.orElseThrow().url() + "/mcp")
                .jsonMapper(JSON)
                .requestCustomizer(McpHttpRequestCustomizer.fromSync(
                        (_, headers, _) -> headers.set("Authorization", "Bearer " + token)))
                .build();
    }
}
