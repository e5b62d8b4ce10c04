package io.github.proxmoxmcp.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StdioTransportTest {

    private static final String INITIALIZE = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}\
        """;
    private static final String INITIALIZED = """
        {"jsonrpc":"2.0","method":"notifications/initialized"}\
        """;

    record Word(String text) {}

    /// Tools that answer, fail in each way, and take long.
    static final class Tools {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Tool(
                name = "say",
                title = "Say",
                description = "Says it.",
                effect = Effect.READ,
                needs = {})
        Answer<Word> say(Word word, Caller caller) {
            caller.progress().report(1, Optional.of(2.0), "half");
            return Answer.of(new Word(word.text() + " to " + caller.client()));
        }

        @Tool(
                name = "refuse",
                title = "Refuse",
                description = "Refuses.",
                effect = Effect.READ,
                needs = {})
        Answer<Word> refuse(Word word) {
            throw new ToolException.NotFound("there is no '" + word.text() + "'");
        }

        @Tool(
                name = "break",
                title = "Break",
                description = "Breaks.",
                effect = Effect.READ,
                needs = {})
        Answer<Word> breakDown(Word word) {
            throw new IllegalStateException("secret " + word.text());
        }

        @Tool(
                name = "hang",
                title = "Hang",
                description = "Hangs.",
                effect = Effect.READ,
                needs = {})
        Answer<Word> hang(Word word) throws InterruptedException {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return Answer.of(word);
        }
    }

    private final Tools tools = new Tools();

    @Test
    void answersAndGoesOnAfterEveryKindOfBadLine() {
        List<JsonNode> answers = exchange(
                INITIALIZE,
                INITIALIZED,
                "this is not json",
                "",
                "   ",
                "[{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}]",
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"1.0\",\"id\":6,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\",\"params\":[1]}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "[".repeat(100_000),
                "42",
                "{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"last\",\"method\":\"ping\"}");

        assertThat(codes(answers))
                .containsExactlyInAnyOrder(-32700, -32600, -32600, -32600, -32600, -32600, -32600, -32700, -32600);
        assertThat(answers)
                .filteredOn(answer ->
                        answer.path("error").isObject() && answer.get("id").isNull())
                .hasSizeGreaterThanOrEqualTo(6);
        assertThat(byId(answers, "last").get("result").isObject()).isTrue();
    }

    @Test
    void aLineThatIsTooLongIsSkippedAndAnswered() {
        List<JsonNode> answers = exchange(
                INITIALIZE,
                INITIALIZED,
                "x".repeat(LineReader.MAX_LINE_BYTES + 10),
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");

        assertThat(codes(answers)).containsExactly(-32600);
        assertThat(byId(answers, 2).get("result").isObject()).isTrue();
    }

    @Test
    void answersWhatIsInFlightAtTheEndOfInput() {
        List<JsonNode> answers = exchange(INITIALIZE, INITIALIZED, call(2, "say", "{\"text\":\"hello\"}"));

        JsonNode result = byId(answers, 2).get("result");
        assertThat(result.get("isError").asBoolean()).isFalse();
        assertThat(result.at("/content/0/text").asString()).isEqualTo("text: hello to t");
        assertThat(result.at("/structuredContent/text").asString()).isEqualTo("hello to t");
    }

    @Test
    void reportsProgressToWhoeverAskedForIt() {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"say\","
                + "\"arguments\":{\"text\":\"a\"},\"_meta\":{\"progressToken\":\"p1\"}}}";
        List<JsonNode> answers = exchange(INITIALIZE, INITIALIZED, call, call(3, "say", "{\"text\":\"b\"}"));

        List<JsonNode> progress = answers.stream()
                .filter(answer -> answer.path("method").asString("").equals("notifications/progress"))
                .toList();
        assertThat(progress).hasSize(1);
        assertThat(progress.getFirst().at("/params/progressToken").asString()).isEqualTo("p1");
        assertThat(progress.getFirst().at("/params/message").asString()).isEqualTo("half");
    }

    @Test
    void expectedFailuresAreErrorsOfTheToolWithAMessage() {
        List<JsonNode> answers = exchange(
                INITIALIZE, INITIALIZED, call(2, "refuse", "{\"text\":\"thing\"}"), call(3, "say", "{\"txt\":\"a\"}"));

        assertThat(byId(answers, 2).at("/result/isError").asBoolean()).isTrue();
        assertThat(byId(answers, 2).at("/result/content/0/text").asString()).isEqualTo("there is no 'thing'");
        assertThat(byId(answers, 3).at("/result/isError").asBoolean()).isTrue();
        assertThat(byId(answers, 3).at("/result/content/0/text").asString()).contains("did you mean 'text'?");
    }

    @Test
    void anUnexpectedFailureTellsNothingOfItsInside() {
        List<JsonNode> answers = exchange(INITIALIZE, INITIALIZED, call(2, "break", "{\"text\":\"x\"}"));

        assertThat(byId(answers, 2).at("/result/isError").asBoolean()).isTrue();
        assertThat(byId(answers, 2).toString()).doesNotContain("secret").doesNotContain("Exception");
    }

    @Test
    void unknownToolsAndMalformedCallsAreProtocolErrors() {
        List<JsonNode> answers = exchange(
                INITIALIZE,
                INITIALIZED,
                call(2, "sai", "{}"),
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"say\",\"arguments\":[1]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/call\",\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"no/such\"}");

        assertThat(byId(answers, 2).at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(byId(answers, 2).at("/error/message").asString())
                .isEqualTo("Unknown tool 'sai', did you mean 'say'?");
        assertThat(byId(answers, 3).at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(byId(answers, 4).at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(byId(answers, 5).at("/error/code").asInt()).isEqualTo(-32601);
    }

    @Test
    void whatComesBeforeInitializeIsAnsweredAtOnce() {
        List<JsonNode> answers = exchange(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"}",
                INITIALIZED);

        assertThat(answers).hasSize(3);
        assertThat(byId(answers, 1).at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(byId(answers, 2).get("result").isObject()).isTrue();
        assertThat(byId(answers, 3).at("/error/message").asString()).contains("initialize first");
    }

    @Test
    void aClientThatForgetsToSayInitializedIsServed() {
        List<JsonNode> answers = exchange(INITIALIZE, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");

        assertThat(byId(answers, 2).at("/result/tools")).hasSize(4);
    }

    @Test
    void aCancelledCallIsInterruptedAndNotAnswered() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PipedOutputStream client = new PipedOutputStream();
        Thread server = Thread.ofVirtual().start(serving(client, out));
        send(client, INITIALIZE, INITIALIZED, call(2, "hang", "{\"text\":\"x\"}"));
        assertThat(tools.entered.await(10, TimeUnit.SECONDS)).isTrue();

        send(client, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":2}}");
        boolean interrupted = tools.interrupted.await(10, TimeUnit.SECONDS);
        client.close();

        assertThat(interrupted).isTrue();
        assertThat(server.join(Duration.ofSeconds(10))).isTrue();
        assertThat(parse(out)).extracting(answer -> answer.get("id").asInt()).containsExactly(1);
    }

    @Test
    void requestsThatStandAloneAreAnsweredBesideASession() {
        List<JsonNode> answers = exchange(
                alone(1, "server/discover", ""),
                INITIALIZE.replace("\"id\":1", "\"id\":2"),
                alone(3, "tools/list", ""),
                "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/list\"}",
                alone(5, "tools/call", "\"name\":\"say\",\"arguments\":{\"text\":\"hello\"},"),
                call(6, "say", "{\"text\":\"hello\"}"),
                alone(7, "ping", ""),
                alone(8, "resources/subscribe", "\"uri\":\"proxmox://demo/status\","),
                "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/list\",\"params\":{\"_meta\":"
                        + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}");

        assertThat(byId(answers, 1).at("/result/supportedVersions/0").asString())
                .isEqualTo("2026-07-28");
        assertThat(byId(answers, 2).at("/result/protocolVersion").asString()).isEqualTo("2025-11-25");
        assertThat(byId(answers, 3).at("/result/tools"))
                .isEqualTo(byId(answers, 4).at("/result/tools"));
        assertThat(byId(answers, 3).at("/result/resultType").asString()).isEqualTo("complete");
        assertThat(byId(answers, 4).at("/result").has("resultType")).isFalse();
        assertThat(byId(answers, 5).at("/result/structuredContent/text").asString())
                .isEqualTo("hello to alone");
        assertThat(byId(answers, 6).at("/result/structuredContent/text").asString())
                .isEqualTo("hello to t");
        assertThat(byId(answers, 7).at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(byId(answers, 8).at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(byId(answers, 9).at("/error/code").asInt()).isEqualTo(-32602);
    }

    @Test
    void allThatStandAloneAndAreInFlightAtTheEndOfInputAreAnswered() {
        List<JsonNode> answers = exchange(java.util.stream.IntStream.range(0, 11)
                .mapToObj(id -> alone(id, "tools/call", "\"name\":\"say\",\"arguments\":{\"text\":\"a\"},"))
                .toArray(String[]::new));

        assertThat(answers)
                .hasSize(11)
                .allSatisfy(answer ->
                        assertThat(answer.at("/result/isError").asBoolean(true)).isFalse());
    }

    @Test
    void whoListensIsToldFirstToWhatAndAtLastThatItEnded() {
        List<JsonNode> answers =
                exchange(alone(1, "subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true},"));

        assertThat(answers).hasSize(2);
        assertThat(answers.getFirst().at("/method").asString()).isEqualTo("notifications/subscriptions/acknowledged");
        assertThat(answers.getFirst().at("/params/notifications")).isEmpty();
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.toString()).contains("\"io.modelcontextprotocol/subscriptionId\":1"));
        assertThat(byId(answers, 1).at("/result/resultType").asString()).isEqualTo("complete");
    }

    private static String alone(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params
                + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"alone\",\"version\":\"1\"},"
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    }

    private Runnable serving(PipedOutputStream client, ByteArrayOutputStream out) throws IOException {
        PipedInputStream in = new PipedInputStream(client);
        return () -> ProtocolServer.stdio(TestOffer.of(this::registry), () -> {}, in, out)
                .serve();
    }

    private List<JsonNode> exchange(String... lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ProtocolServer.stdio(
                        TestOffer.of(this::registry),
                        () -> {},
                        new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)),
                        out)
                .serve();
        return parse(out);
    }

    private ToolRegistry registry() {
        return ToolRegistry.of(Access.READ, Set.of(), List.of(tools));
    }

    private static List<JsonNode> parse(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private static void send(PipedOutputStream client, String... lines) throws IOException {
        for (String line : lines) {
            client.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        client.flush();
    }

    private static String call(int id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }

    private static List<Integer> codes(List<JsonNode> answers) {
        return answers.stream()
                .filter(answer -> answer.has("error"))
                .map(answer -> answer.at("/error/code").asInt())
                .toList();
    }

    private static JsonNode byId(List<JsonNode> answers, Object id) {
        return answers.stream()
                .filter(answer -> answer.path("id").asString("").equals(id.toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no answer with id " + id + " in " + answers));
    }
}
