package io.github.proxmoxmcp.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.RunningServer;
import io.github.proxmoxmcp.server.prompt.PromptRegistry;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult.CompleteCompletion;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Resources, prompts, completion and subscriptions, as a real client of a real server sees them.
class LibraryEndToEndTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// What differs from run to run: times, ages, loads, and tasks that are still being read.
    private static final Pattern VOLATILE = Pattern.compile("(?s)<data tool=\"([a-z_]+)\">.*?</data>");

    @TempDir
    private static Path folder;

    private static final BlockingQueue<String> updated = new LinkedBlockingQueue<>();

    private static Optional<DemoCluster> demo = Optional.empty();
    private static Optional<McpSyncClient> client = Optional.empty();

    @BeforeAll
    static void start() {
        demo = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0.1")));
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(List.of("serve", "--state", EmptyStore.in(folder).toString()));
        StdioClientTransport transport = new StdioClientTransport(
                ServerParameters.builder(command.getFirst())
                        .args(command.subList(1, command.size()))
                        .env(RunningServer.environment(demo.get(), TokenLevel.FULL))
                        .build(),
                new JacksonMcpJsonMapper(JsonMapper.builder().build()));
        transport.setStdErrorHandler(System.err::println);
        client = Optional.of(McpClient.sync(transport)
                .jsonSchemaValidator(new TestedSchemas())
                .requestTimeout(Duration.ofSeconds(60))
                .resourcesUpdateConsumer(
                        contents -> contents.forEach(content -> updated.add(((TextResourceContents) content).uri())))
                .build());
        client().initialize();
    }

    @AfterAll
    static void stop() {
        client.ifPresent(McpSyncClient::closeGracefully);
        demo.ifPresent(DemoCluster::close);
    }

    @Test
    void announcesWhatItOffers() {
        McpSchema.ServerCapabilities offered = client().getServerCapabilities();

        assertThat(offered.resources().subscribe()).isTrue();
        assertThat(offered.prompts()).isNotNull();
        assertThat(offered.completions()).isNotNull();
    }

    @Test
    void listsAreSortedAndAsTheirGoldenFilesSay() {
        List<McpSchema.Resource> resources = client().listResources().resources();
        List<McpSchema.ResourceTemplate> templates =
                client().listResourceTemplates().resourceTemplates();
        List<McpSchema.Prompt> prompts = client().listPrompts().prompts();

        assertThat(resources).hasSize(2).extracting(McpSchema.Resource::uri).isSorted();
        assertThat(templates)
                .hasSize(7)
                .extracting(McpSchema.ResourceTemplate::uriTemplate)
                .isSorted();
        assertThat(prompts).hasSize(7).extracting(McpSchema.Prompt::name).isSorted();
        golden("resources.json", resources);
        golden("resource-templates.json", templates);
        golden("prompts.json", prompts);
    }

    @Test
    void everyResourceCanBeReadWithItsAge() {
        String upid = completed("proxmox://{cluster}/task/{task}", "task", "")
                .values()
                .getFirst();
        call("take_snapshot", Map.of("name", "for-reading"));

        assertThat(read(uri("status"))).contains("as of ", "quorate: true", "pve1,online");
        assertThat(read(uri("nodes"))).contains("as of ", "pve3");
        assertThat(read(uri("node/pve1"))).contains("as of ", "pve1").doesNotContain("pve2,");
        assertThat(read(uri("guest/web01"))).contains("as of ", "vmid: 100", "not instructions");
        assertThat(read(uri("guest/100"))).contains("name: web01");
        assertThat(read(uri("guest/100/config")))
                .contains("\"as_of\"", "\"net0\"", "\"untrusted_text\"")
                .startsWith("{");
        assertThat(read(uri("guest/100/history"))).contains("as of ");
        assertThat(read(uri("storage/local"))).contains("as of ", "pve1", "pve2", "pve3");
        assertThat(read(uri("task/") + upid.replace(":", "%3A"))).contains("upid: " + upid, "log (text");
        assertThat(read(uri("snapshot/for-reading"))).contains("as of ", "pve1,online");
    }

    @Test
    void whatDoesNotExistIsAnErrorThatSaysWhatDoes() {
        assertError(uri("gest/100"), -32002, "proxmox://{cluster}/guest/{guest}");
        assertError("http://example.org/", -32002, "There is no resource");
        assertError(uri("guest/web-01"), -32002, "web01");
        assertError(uri("node/pve9"), -32002, "pve1, pve2, pve3");
        assertError(uri("storage/none"), -32002, "local");
        assertError(uri("task/UPID:x"), -32002, "list_tasks");
        assertError(uri("snapshot/yesterday"), -32002, "state snapshot 'yesterday'");
        assertError("proxmox://prod/status", -32002, "There is no cluster 'prod'");
    }

    @Test
    void completesEveryVariableFromTheMemory() {
        String guest = "proxmox://{cluster}/guest/{guest}";

        assertThat(completed(guest, "cluster", "").values()).containsExactly(cluster());
        assertThat(completed("proxmox://{cluster}/node/{node}", "node", "pve").values())
                .containsExactly("pve1", "pve2", "pve3");
        assertThat(completed("proxmox://{cluster}/storage/{storage}", "storage", "loc")
                        .values())
                .contains("local");
        assertThat(completed(guest, "guest", "web0").values()).contains("web01");
        assertThat(completed(guest, "guest", "app01").values()).containsExactlyInAnyOrder("107", "108");
        assertThat(completed(guest, "guest", "10").values())
                .contains("100", "109")
                .doesNotContain("110");
        assertThat(completed("proxmox://{cluster}/task/{task}", "task", "").values())
                .isNotEmpty()
                .allMatch(value -> value.startsWith("UPID:"));
        assertThat(completed(guest, "guest", "no-such-guest")).isEqualTo(new CompleteCompletion(List.of(), 0, false));
    }

    @Test
    void aCompletionKnowsHowMuchMoreThereIs() {
        CompleteCompletion tasks = completed("proxmox://{cluster}/task/{task}", "task", "");

        assertThat(tasks.values()).hasSizeLessThanOrEqualTo(100);
        assertThat(tasks.hasMore()).isEqualTo(tasks.total() > tasks.values().size());
    }

    @Test
    void everyPromptIsAsItsGoldenFileSaysAndEmbedsAnswersAsData() {
        Map<String, Map<String, Object>> arguments = Map.of(
                "backup_audit", Map.of(),
                "capacity_report", Map.of(),
                "cluster_health_review", Map.of(),
                "incident", Map.of("guest", "web01", "since", "2h ago"),
                "onboard_guest", Map.of("guest", "web01"),
                "plan_node_maintenance", Map.of("node", "pve2"),
                "work_with_proxmox", Map.of());

        arguments.forEach((name, given) -> {
            String text = prompt(name, given);

            assertThat(text.getBytes(StandardCharsets.UTF_8).length)
                    .describedAs(name)
                    .isBetween(1500, PromptRegistry.MAX_PROMPT_BYTES);
            assertThat(text).contains("never an instruction", "as of ", "What to do:");
            Golden.check(
                    Golden.FOLDER.resolve("prompts/" + name + ".md"),
                    VOLATILE.matcher(text).replaceAll("<data tool=\"$1\">…</data>") + "\n");
        });
    }

    @Test
    void aPromptWithWrongArgumentsIsAnErrorThatSaysWhatItTakes() {
        assertPromptError("incidnt", Map.of(), "did you mean 'incident'?");
        assertPromptError("plan_node_maintenance", Map.of(), "'node' is missing");
        assertPromptError("incident", Map.of("gest", "1"), "did you mean 'guest'?");
        assertPromptError("incident", Map.of("guest", "nobody"), "There is no guest 'nobody'");
        assertPromptError("incident", Map.of("since", "soon"), "'soon' is neither a moment");
        assertPromptError("plan_node_maintenance", Map.of("node", "pve9"), "pve9");
    }

    @Test
    void completesTheArgumentsOfPrompts() {
        fresh();
        CompleteCompletion nodes = client().completeCompletion(CompleteRequest.builder(
                                new McpSchema.PromptReference("plan_node_maintenance"),
                                new CompleteRequest.CompleteArgument("node", ""))
                        .build())
                .completion();

        assertThat(nodes).isEqualTo(new CompleteCompletion(List.of("pve1", "pve2", "pve3"), 3, false));
    }

    @Test
    void aChangeOfASubscribedGuestIsToldOnceAndThatOfAnotherIsNot() throws InterruptedException {
        String changes = uri("guest/103");
        String other = uri("guest/104/config");
        client().subscribeResource(SubscribeRequest.builder(changes).build());
        client().subscribeResource(SubscribeRequest.builder(other).build());

        demo().world().setConfig(103, "memory", "3072");
        demo().world().setConfig(105, "description", "moved");
        fresh();
        String first = updated.poll(60, TimeUnit.SECONDS);
        // What comes after it proves that no second one came before.
        demo().world().setConfig(104, "description", "another");
        fresh();
        String second = updated.poll(60, TimeUnit.SECONDS);

        assertThat(first).isEqualTo(changes);
        assertThat(second).isEqualTo(other);
        assertThat(updated).isEmpty();
    }

    @Test
    void whatHasNoHistoryOrNoClusterCannotBeSubscribedTo() {
        String task = completed("proxmox://{cluster}/task/{task}", "task", "")
                .values()
                .getFirst();

        assertThatThrownBy(() -> subscribe(uri("task/") + task)).hasMessageContaining("read it again");
        assertThatThrownBy(() -> subscribe(uri("gest/100"))).hasMessageContaining("There is no resource");
        assertThatThrownBy(() -> subscribe("proxmox://prod/status")).hasMessageContaining("no cluster 'prod'");
    }

    private static void subscribe(String uri) {
        client().subscribeResource(SubscribeRequest.builder(uri).build());
    }

    private static void fresh() {
        call("list_nodes", Map.of("fresh", true));
    }

    private static void call(String tool, Map<String, Object> arguments) {
        assertThat(client().callTool(McpSchema.CallToolRequest.builder(tool)
                                .arguments(arguments)
                                .build())
                        .isError())
                .isFalse();
    }

    private static String read(String uri) {
        return ((TextResourceContents)
                        client().readResource(ReadResourceRequest.builder(uri).build())
                                .contents()
                                .getFirst())
                .text();
    }

    private static CompleteCompletion completed(String template, String variable, String typed) {
        // Until the first cycle there is nothing to complete from.
        fresh();
        return client().completeCompletion(CompleteRequest.builder(
                                new McpSchema.ResourceReference(template),
                                new CompleteRequest.CompleteArgument(variable, typed))
                        .context(new CompleteRequest.CompleteContext(
                                variable.equals("cluster") ? Map.of() : Map.of("cluster", cluster())))
                        .build())
                .completion();
    }

    private static String prompt(String name, Map<String, Object> arguments) {
        List<McpSchema.PromptMessage> messages = client().getPrompt(
                        GetPromptRequest.builder(name).arguments(arguments).build())
                .messages();
        assertThat(messages).hasSize(1);
        return ((TextContent) messages.getFirst().content()).text();
    }

    private static void assertError(String uri, int code, String message) {
        assertThatThrownBy(() -> read(uri)).isInstanceOfSatisfying(McpError.class, error -> {
            assertThat(error.getJsonRpcError().code()).isEqualTo(code);
            assertThat(error.getJsonRpcError().message()).contains(message).doesNotContain("Exception");
        });
    }

    private static void assertPromptError(String name, Map<String, Object> arguments, String message) {
        assertThatThrownBy(() -> prompt(name, arguments))
                .isInstanceOfSatisfying(
                        McpError.class,
                        error -> assertThat(error.getJsonRpcError().message()).contains(message));
    }

    private static void golden(String file, Object value) {
        Golden.check(
                Golden.FOLDER.resolve("library/" + file),
                JSON.writeValueAsString(value).replace(cluster(), "CLUSTER") + "\n");
    }

    /// The environment's cluster is named after its host.
    private static String cluster() {
        return demo().url().getHost();
    }

    private static String uri(String rest) {
        return "proxmox://" + cluster() + "/" + rest;
    }

    private static McpSyncClient client() {
        return client.orElseThrow();
    }

    private static DemoCluster demo() {
        return demo.orElseThrow();
    }
}
