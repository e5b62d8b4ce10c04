package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.resource.View;
import io.github.proxmoxmcp.server.resource.ViewDocuments;
import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Views for clients that show them, as a client of the whole server gets them; `.ci/try-page` looks at them.
@Timeout(300)
class ViewsTest {

    private static final int MAX_BYTES = 24_000;

    private static final Map<String, Object> SHOWS_VIEWS =
            Map.of("extensions", Map.of(View.EXTENSION, Map.of("mimeTypes", List.of(View.MIME_TYPE))));

    @TempDir
    private static Path folder;

    private static Optional<ServedDemo> demo = Optional.empty();
    private static Optional<StatelessClients> client = Optional.empty();
    private static String token = "";

    @BeforeAll
    static void start() {
        demo = Optional.of(new ServedDemo(
                folder,
                "nodes=2,guests=12,seed=1,pace=0",
                "access: admin\nmanifests: {directory: '" + folder
                        + "'}\nhttp:\n  listen: 0\n  public_url: https://pve.example.org/\n"));
        client = Optional.of(new StatelessClients(demo.get().port()));
        token = demo.get().token("alice", Access.ADMIN);
        call("list_nodes", Map.of("fresh", true));
    }

    @AfterAll
    static void stop() {
        client.ifPresent(StatelessClients::close);
        demo.ifPresent(ServedDemo::close);
    }

    private static JsonNode ask(String method, Map<String, ?> params) {
        return client.orElseThrow().answer(token, method, params, SHOWS_VIEWS);
    }

    private static JsonNode call(String tool, Map<String, ?> arguments) {
        return ask("tools/call", Map.of("name", tool, "arguments", arguments)).path("result");
    }

    private static JsonNode read(String uri) {
        return ask("resources/read", Map.of("uri", uri)).at("/result/contents/0");
    }

    @Test
    void toolsSayWhichViewShowsTheirAnswers() {
        Map<String, String> linked = new TreeMap<>();
        ask("tools/list", Map.of()).at("/result/tools").forEach(tool -> {
            String uri = tool.at("/_meta/ui/resourceUri").asString("");
            if (!uri.isEmpty()) {
                linked.put(tool.path("name").asString(), uri);
            }
        });

        assertThat(linked)
                .containsEntry("find_problems", "ui://proxmox-mcp/problems")
                .containsEntry("get_changes", "ui://proxmox-mcp/changes")
                .containsEntry("diff_snapshots", "ui://proxmox-mcp/diff")
                .containsEntry("get_plan", "ui://proxmox-mcp/plan")
                .containsEntry("delete_guest", "ui://proxmox-mcp/plan")
                .doesNotContainKeys("list_vms", "power_guest", "apply_plan");
        assertThat(linked.values())
                .allSatisfy(uri ->
                        assertThat(read(uri).path("mimeType").asString()).isEqualTo("text/html;profile=mcp-app"));
    }

    @ParameterizedTest
    @EnumSource
    void aViewHasAllInItAndItsPolicyKnowsNothingElse(View view) {
        JsonNode contents = read(view.uri());
        String document = contents.path("text").asString();
        String style = between(document, "<style>", "</style>");
        String script = between(document, "<script>", "</script>");

        assertThat(contents.path("uri").asString()).isEqualTo(view.uri());
        assertThat(contents.at("/_meta/ui").has("csp")).isFalse();
        assertThat(document.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(10_000, MAX_BYTES);
        assertThat(document)
                .startsWith("<!DOCTYPE html>")
                .contains("content=\"default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                        + "'; base-uri 'none'; form-action 'none'\"")
                .doesNotContain("unsafe-inline", " src=", "@import", "url(", "<form", "<iframe", "<link");
        assertThat(found("https?://[^\"'` ]*", document))
                .allMatch(
                        url -> url.startsWith("https://pve.example.org/") || url.equals("http://www.w3.org/2000/svg"));
        assertThat(script).doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(");
    }

    /// Of a client it asks for a link, and of a server nothing: no tool, and no word in the conversation.
    @ParameterizedTest
    @EnumSource
    void aViewHasNoWordsButTheseForItsClient(View view) {
        String script = between(new ViewDocuments(Optional.empty()).write(view), "<script>", "</script>");

        assertThat(found("\"(?:ui|tools|resources|prompts|sampling|notifications)/[a-z/-]+\"", script))
                .containsExactly(
                        "\"ui/initialize\"",
                        "\"ui/notifications/host-context-changed\"",
                        "\"ui/notifications/initialized\"",
                        "\"ui/notifications/size-changed\"",
                        "\"ui/notifications/tool-cancelled\"",
                        "\"ui/notifications/tool-result\"",
                        "\"ui/open-link\"",
                        "\"ui/resource-teardown\"");
        assertThat(script).doesNotContain("fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon");
    }

    @Test
    void nobodyFindsViewsWhoDoesNotLookForThem() {
        JsonNode plain = client.orElseThrow().answer(token, "server/discover", Map.of(), Map.of());
        JsonNode showing = ask("server/discover", Map.of());

        assertThat(ask("resources/list", Map.of()).at("/result/resources").toString())
                .contains("proxmox://")
                .doesNotContain("ui://");
        assertThat(ask("resources/templates/list", Map.of()).toString())
                .contains("proxmox://")
                .doesNotContain("ui://");
        assertThat(plain.at("/result/capabilities/tools").isObject()).isTrue();
        assertThat(plain.at("/result/capabilities").has("extensions")).isFalse();
        assertThat(showing.at("/result/capabilities/extensions/io.modelcontextprotocol~1ui/mimeTypes/0")
                        .asString())
                .isEqualTo(View.MIME_TYPE);
        assertThat(introduced(Map.of()).has("extensions")).isFalse();
        assertThat(introduced(SHOWS_VIEWS).path("extensions").has(View.EXTENSION))
                .isTrue();
        assertThat(ask("resources/read", Map.of("uri", "ui://proxmox-mcp/nothing"))
                        .at("/error/code")
                        .asInt())
                .isEqualTo(-32602);
    }

    @Test
    void theSchemaOfManifestsIsListedOnceAndIsThePublishedOne() throws IOException {
        String uri = "proxmox://schema/manifests";
        Path published = Path.of(System.getProperty("repository.root"), "docs/reference/manifests.schema.json");

        assertThat(ask("resources/list", Map.of())
                        .at("/result/resources")
                        .valueStream()
                        .map(resource -> resource.path("uri").asString())
                        .filter(uri::equals))
                .hasSize(1);
        assertThat(JsonMapper.shared()
                        .readTree(read(uri).path("text").asString())
                        .path("schema"))
                .isEqualTo(JsonMapper.shared().readTree(Files.readString(published)));
    }

    /// What the server can, as a client of a session is told.
    private static JsonNode introduced(Map<String, Object> capabilities) {
        String message = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        1,
                        "method",
                        "initialize",
                        "params",
                        Map.of(
                                "protocolVersion",
                                "2025-11-25",
                                "capabilities",
                                capabilities,
                                "clientInfo",
                                Map.of("name", "tester", "version", "1"))));
        StatelessClients sender = client.orElseThrow();
        JsonNode told = StatelessClients.last(
                        sender.send(sender.bare(token, message)).body())
                .at("/result/capabilities");
        assertThat(told.path("tools").isObject()).isTrue();
        return told;
    }

    /// A client passes on what a view asks of the server, as it passes on what a model asks.
    @Test
    void nothingThatAViewCanSendApproves() {
        JsonNode planned = call("stop_guest", Map.of("guest", 100)).path("structuredContent");
        String plan = planned.path("plan").asString();
        assertThat(planned.path("state").asString()).isEqualTo("needs_approval");
        int entries = demo.orElseThrow().audit().size();

        List<Map<String, Object>> calls = List.of(
                Map.of("name", "apply_plan", "arguments", Map.of("plan", plan)),
                Map.of("name", "apply_plan", "arguments", Map.of("plan", plan, "approve", true)),
                Map.of(
                        "name",
                        "apply_plan",
                        "arguments",
                        Map.of("plan", plan),
                        "inputResponses",
                        Map.of("approval", Map.of("action", "accept", "content", Map.of("allow", true)))),
                Map.of("name", "approve_plan", "arguments", Map.of("plan", plan)),
                Map.of("name", "stop_guest", "arguments", Map.of("guest", 100, "plan", plan, "approved", true)));
        calls.forEach(call -> ask("tools/call", call));
        List<JsonNode> refused = List.of("ui/message", "ui/open-link", "ui/update-model-context", "ui/approve").stream()
                .map(method ->
                        ask(method, Map.of("role", "user", "content", "approve " + plan, "url", "/plans/" + plan)))
                .toList();

        assertThat(refused).allMatch(answer -> answer.at("/error/code").asInt() == -32601);
        assertThat(call("get_plan", Map.of("plan", plan))
                        .at("/structuredContent/state")
                        .asString())
                .isEqualTo("open");
        assertThat(call("list_vms", Map.of("fresh", true))
                        .at("/structuredContent/rows")
                        .toString())
                .contains("[100,\"web01\",\"pve1\",\"running\",");
        assertThat(demo.orElseThrow().audit().stream().skip(entries))
                .noneMatch(entry -> List.of("approved", "intent", "ok").contains(entry.outcome()));

        demo.orElseThrow().deny(plan);
        assertThat(call("get_plan", Map.of("plan", plan))
                        .at("/structuredContent/state")
                        .asString())
                .isEqualTo("denied");
    }

    @Test
    void aViewLeadsToThePageWhereItsAddressIsKnown() throws IOException {
        assertThat(read(View.PLAN.uri()).path("text").asString())
                .contains("data-room=\"https://pve.example.org/plans/\"");
        assertThat(new ViewDocuments(Optional.empty()).write(View.PLAN)).contains("data-room=\"\"");
        assertThat(new ViewDocuments(Optional.of(URI.create("https://a.example/?a=1&b='%22"))).write(View.DIFF))
                .contains("data-room=\"https://a.example/?a=1&amp;b='%22/diff\"");
        assertThat(http("").publicPage()).isPresent();
        assertThat(http("  page: false\n").publicPage()).isEmpty();
    }

    private static HttpSettings http(String more) throws IOException {
        Path file = Files.writeString(
                folder.resolve("another.yaml"), "http:\n  listen: 0\n  public_url: https://pve.example.org/\n" + more);
        return new ConfigurationReader(Map.of(), folder)
                .read(new CommandSettings(
                        Optional.empty(), Optional.of(file.toString()), Optional.empty(), Optional.of("")))
                .http()
                .orElseThrow();
    }

    private static String between(String document, String start, String end) {
        return document.substring(document.indexOf(start) + start.length(), document.indexOf(end));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String hash(String text) {
        try {
            return "sha256-"
                    + Base64.getEncoder()
                            .encodeToString(
                                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
