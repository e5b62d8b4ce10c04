package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests over HTTP that stand alone, well-formed and not, beside sessions on the same address.
@Timeout(120)
class StatelessTest {

    private static final Map<String, Object> SAY = Map.of("name", "say", "arguments", Map.of("text", "hi"));

    @TempDir
    private static Path folder;

    private static Optional<WebFixture> started = Optional.empty();
    private static Optional<StatelessClients> client = Optional.empty();
    private static String token = "";

    @BeforeAll
    static void start() {
        started = Optional.of(new WebFixture(folder, WebFixture.settings()));
        client = Optional.of(new StatelessClients(web().server.port()));
        token = web().token("a", Access.READ);
    }

    @AfterAll
    static void stop() {
        client.ifPresent(StatelessClients::close);
        started.ifPresent(WebFixture::close);
    }

    private static WebFixture web() {
        return started.orElseThrow();
    }

    private static StatelessClients client() {
        return client.orElseThrow();
    }

    private static Map<String, Object> meta() {
        return StatelessClients.meta(Map.of());
    }

    @Test
    void theServerTellsWhatItIsAndOpensNoSession() {
        HttpResponse<String> answer = client().send(client().request(token, "server/discover", Map.of(), meta()));

        JsonNode result = JsonMapper.shared().readTree(answer.body()).get("result");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Mcp-Session-Id")).isEmpty();
        assertThat(result.at("/supportedVersions/0").asString()).isEqualTo("2026-07-28");
        assertThat(result.at("/capabilities/resources/subscribe").asBoolean()).isTrue();
        assertThat(result.get("resultType").asString()).isEqualTo("complete");
        assertThat(result.get("ttlMs").asInt()).isPositive();
        assertThat(result.get("cacheScope").asString()).isEqualTo("private");
        assertThat(result.at("/_meta/io.modelcontextprotocol~1serverInfo/name").asString())
                .isEqualTo("proxmox-mcp");
        assertThat(result.get("instructions").asString()).isEqualTo("Be kind.");
    }

    @Test
    void theToolsAreThoseOfTheCallerAndTheSameAsInASession() {
        JsonNode reads =
                client().answer(token, "tools/list", Map.of(), Map.of()).get("result");
        JsonNode operates = client().answer(web().token("o", Access.OPERATE), "tools/list", Map.of(), Map.of())
                .get("result");
        String session = web().open(token);
        JsonNode inSession = JsonMapper.shared()
                .readTree(web().send(token, session, WebFixture.LIST).body())
                .get("result");

        assertThat(reads.get("tools")).isEqualTo(inSession.get("tools"));
        assertThat(reads.get("tools")).hasSize(4);
        assertThat(operates.get("tools")).hasSize(6);
        assertThat(reads.get("cacheScope").asString()).isEqualTo("private");
        assertThat(client().call(token, "act", Map.of("text", "x"), Map.of())
                        .at("/error/message")
                        .asString())
                .contains("Unknown tool 'act'");
    }

    @Test
    void progressComesOnTheStreamOfItsRequestBeforeTheAnswer() {
        Map<String, Object> meta = meta();
        meta.put("progressToken", "p");

        HttpResponse<String> answer = client().send(client().request(token, "tools/call", SAY, meta));

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(answer.body().indexOf("notifications/progress")).isPositive();
        assertThat(StatelessClients.last(answer.body())
                        .at("/result/structuredContent/text")
                        .asString())
                .isEqualTo("hi to token:a READ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "ping", "logging/setLevel", "resources/subscribe", "no/such"})
    void aMethodThatIsNotOfThisRevisionIsNotFound(String method) {
        HttpResponse<String> answer = client().send(client().request(token, method, Map.of(), meta()));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("-32601", "\"id\":7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "protocolVersion:",
                "protocolVersion:7",
                "clientCapabilities:",
                "clientCapabilities:[]",
                "clientCapabilities:\"all\""
            })
    void aRequestThatDoesNotSayWhatItMustIsRefused(String change) {
        Map<String, Object> meta = meta();
        String key = "io.modelcontextprotocol/" + change.replaceFirst(":.*", "");
        String value = change.replaceFirst("[^:]*:", "");
        meta.remove(key);
        if (!value.isEmpty()) {
            meta.put(key, JsonMapper.shared().readTree(value));
        }

        HttpResponse<String> answer = client().send(client().request(token, "tools/list", Map.of(), meta));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"id\":7")
                .containsAnyOf("-32602", "-32020")
                .doesNotContain("tools\":");
    }

    @Test
    void anotherVersionIsToldWhichThereAre() {
        Map<String, Object> meta = meta();
        meta.put("io.modelcontextprotocol/protocolVersion", "2031-01-01");

        HttpResponse<String> answer = client().send(
                        client().bare(token, StatelessClients.message(7, "tools/list", Map.of(), meta))
                                .header("MCP-Protocol-Version", "2031-01-01")
                                .header("Mcp-Method", "tools/list"));

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = JsonMapper.shared().readTree(answer.body()).get("error");
        assertThat(error.get("code").asInt()).isEqualTo(-32022);
        assertThat(error.at("/data/requested").asString()).isEqualTo("2031-01-01");
        assertThat(error.at("/data/supported/0").asString()).isEqualTo("2026-07-28");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mcp-Method: tools/call|Mcp-Name: say",
                "MCP-Protocol-Version: 2025-11-25|Mcp-Method: tools/call|Mcp-Name: say",
                "MCP-Protocol-Version: 2026-07-28|Mcp-Name: say",
                "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/list|Mcp-Name: say",
                "MCP-Protocol-Version: 2026-07-28|Mcp-Method: TOOLS/CALL|Mcp-Name: say",
                "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call",
                "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name: act",
                "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name: Say",
                "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name: =?base64?YWN0?=",
                "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name: =?base64?***?=",
                "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name: say|Mcp-Name: say",
                "MCP-Protocol-Version: 2026-07-28|MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name:"
                        + " say",
                "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Method: tools/list|Mcp-Name: say"
            })
    void headersThatDoNotSayWhatTheMessageSaysAreRefused(String headers) throws IOException {
        String answer = raw(headers.replace("|", "\r\n"), StatelessClients.message(7, "tools/call", SAY, meta()));

        assertThat(answer).startsWith("HTTP/1.1 400").contains("-32020", "\"id\":7");
    }

    @Test
    void aNameInBase64AndHeadersInAnyCaseAreUnderstood() throws IOException {
        String name = Base64.getEncoder().encodeToString("say".getBytes(StandardCharsets.UTF_8));

        String answer = raw(
                "mcp-PROTOCOL-version:   2026-07-28  \r\nMCP-METHOD: tools/call\r\nmcp-name: =?base64?" + name + "?=",
                StatelessClients.message(7, "tools/call", SAY, meta()));

        assertThat(answer).startsWith("HTTP/1.1 200").contains("hi to token:a");
    }

    @Test
    void whoHasNoTokenOrComesFromElsewhereGetsNothing() throws IOException {
        String message = StatelessClients.message(7, "tools/list", Map.of(), meta());
        String headers = "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/list";
        String length = "Content-Type: application/json\r\nContent-Length: " + message.length();

        assertThat(web().raw("POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n"
                        + length + "\r\n\r\n" + message))
                .startsWith("HTTP/1.1 401");
        assertThat(raw(headers + "\r\nOrigin: https://evil.example", message)).startsWith("HTTP/1.1 403");
        assertThat(web().raw("POST /mcp HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nAuthorization: Bearer "
                        + token + "\r\n" + headers + "\r\n" + length + "\r\n\r\n" + message))
                .startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void thereIsNothingButPost(String method) throws IOException {
        String answer = web().raw(method + " /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Accept: text/event-stream\r\nAuthorization: Bearer " + token
                + "\r\nMcp-Session-Id: " + web().open(token) + "\r\nMCP-Protocol-Version: 2026-07-28\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: POST");
    }

    @Test
    void aNotificationIsTakenAndASessionIsNeitherNeededNorMade() throws IOException {
        String cancel = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7,"
                + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}";

        assertThat(raw("MCP-Protocol-Version: 2026-07-28", cancel)).startsWith("HTTP/1.1 202");
        assertThat(raw(
                        "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: server/discover\r\nMcp-Session-Id: made-up",
                        StatelessClients.message(7, "server/discover", Map.of(), meta())))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("Mcp-Session-Id");
    }

    @Test
    void closingTheConnectionCancelsWhatReads() throws Exception {
        String message = StatelessClients.message(
                7, "tools/call", Map.of("name", "wait", "arguments", Map.of("text", "x")), meta());
        try (Socket socket = web().socket()) {
            socket.getOutputStream()
                    .write(request(
                                    "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\n" + "Mcp-Name: wait",
                                    message)
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(WebFixture.soon(web().tools.entered)).isTrue();
        }

        assertThat(web().tools.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneCallerHasNoRoomForMoreListenersThanTheirShare() throws IOException {
        List<HttpResponse<java.io.InputStream>> open = new ArrayList<>();
        String greedy = web().token("greedy", Access.READ);
        for (int i = 0; i < 50; i++) {
            open.add(client().stream(client().request(greedy, "subscriptions/listen", Map.of(), meta())));
        }

        JsonNode refused = client().answer(greedy, "subscriptions/listen", Map.of(), Map.of());
        HttpResponse<java.io.InputStream> other =
                client().stream(client().request(token, "subscriptions/listen", Map.of(), meta()));

        assertThat(refused.at("/error/message").asString()).contains("50 open subscriptions/listen");
        byte[] first = other.body().readNBytes(100);
        assertThat(new String(first, StandardCharsets.UTF_8)).contains("event: message", "subscriptions/acknowledged");
        other.body().close();
        for (HttpResponse<java.io.InputStream> one : open) {
            one.body().close();
        }
    }

    private static String raw(String headers, String message) throws IOException {
        return web().raw(request(headers + "\r\nConnection: close", message));
    }

    private static String request(String headers, String message) {
        return "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\nAuthorization: Bearer " + token + "\r\n" + headers
                + "\r\nContent-Length: " + message.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + message;
    }
}
