package io.github.proxmoxmcp.server.http;

import static io.github.proxmoxmcp.server.http.WebFixture.INITIALIZE;
import static io.github.proxmoxmcp.server.http.WebFixture.LIST;
import static io.github.proxmoxmcp.server.http.WebFixture.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.mcp.BrokenMessages;
import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What strangers send.
class WebHostileTest {

    @TempDir
    private static Path folder;

    private static Optional<WebFixture> started = Optional.empty();
    private static String token = "";
    private static String session = "";

    @BeforeAll
    static void start() {
        started = Optional.of(new WebFixture(folder, WebFixture.settings()));
        token = web().token("a", Access.ADMIN);
        session = web().open(token);
    }

    @AfterAll
    static void stop() {
        started.ifPresent(WebFixture::close);
    }

    private static WebFixture web() {
        return started.orElseThrow();
    }

    @Test
    void whatIsNoMessageIsAnsweredWithAnErrorAndWithoutOurInsides() {
        List<String> bodies = List.of(
                "not json",
                "",
                "[]",
                "{}",
                "42",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"\\ud800\",\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"x\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}",
                "[".repeat(50_000),
                "{\"a\":".repeat(15_000),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]}",
                "\u0000\u0001");

        for (String body : bodies) {
            HttpResponse<String> answer = web().send(token, session, body);

            assertThat(answer.statusCode()).describedAs(body).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":-32").doesNotContain("java.", "tools.jackson", "\\tat ");
        }
        assertThat(web().send(token, session, LIST).statusCode()).isEqualTo(200);
    }

    @Test
    void noBodyMakesTheServerFail() {
        Random random = new Random(14);
        for (int i = 0; i < 500; i++) {
            // The fixture has nothing to complete from.
            String body = BrokenMessages.one(random).replace("completion/", "tools/");

            HttpResponse<String> answer = web().send(token, session, body);

            assertThat(answer.statusCode()).describedAs(body).isIn(200, 202, 400);
            assertThat(answer.body()).doesNotContain("java.", "tools.jackson", "io.modelcontextprotocol", "\\tat ");
        }
    }

    @Test
    void jsonThatIsDeepButWellFormedBreaksNothing() {
        for (int depth : List.of(100, 400, 900, 10_000)) {
            String deep = call(3, "say", "").replace("\"hi\"", "{\"a\":".repeat(depth) + "1" + "}".repeat(depth));

            HttpResponse<String> answer = web().send(token, session, deep);

            assertThat(answer.statusCode()).describedAs("%d", depth).isIn(200, 400);
            assertThat(answer.body())
                    .containsAnyOf("\"isError\":true", "\"error\":{")
                    .doesNotContain("java.", "tools.jackson", "\\tat ");
        }
        assertThat(web().send(token, session, LIST).statusCode()).isEqualTo(200);
    }

    @Test
    void numbersAndTextsOfAnySizeBreakNothing() {
        for (String value : List.of("1e999999999", "9".repeat(5_000), "\"" + "x".repeat(90_000) + "\"", "-0.0e-1")) {
            HttpResponse<String> answer =
                    web().send(token, session, call(3, "say", "").replace("\"hi\"", value));

            assertThat(answer.statusCode()).describedAs(value).isIn(200, 400);
            assertThat(answer.body()).doesNotContain("java.", "tools.jackson", "\\tat ");
        }
    }

    @Test
    void otherMethodsAreToldWhichThereAre() throws IOException {
        for (String method : List.of("PUT", "PATCH", "HEAD", "TRACE", "PROPFIND")) {
            String answer = web().raw(method + " /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Authorization: Bearer " + token + "\r\n\r\n");

            assertThat(answer)
                    .describedAs(method)
                    .startsWith("HTTP/1.1 405")
                    .contains("Allow: GET, POST, DELETE")
                    .doesNotContain(token);
        }
    }

    @Test
    void aBrowserIsToldBeforehandWhoMayCall() {
        HttpRequest.Builder asks = web().request("/mcp")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody());

        HttpResponse<String> allowed = web().send(asks.copy().header("Origin", "https://pages.example"));
        HttpResponse<String> refused = web().send(asks.copy().header("Origin", "https://pages.example.evil.example"));

        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValueSatisfying(headers -> assertThat(headers).contains("Authorization", "Mcp-Session-Id"));
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void anInitializeThatLacksSomethingIsRefusedInWords() {
        for (String parameters : List.of("{}", "{\"protocolVersion\":7}", "{\"protocolVersion\":\"2025-11-25\"}")) {
            HttpResponse<String> answer = web().send(web().post(
                            token,
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":" + parameters + "}"));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("initialize needs").doesNotContain("java.");
        }
    }

    @Test
    void anErrorOfOursTellsNothingOfItsCause() {
        assertThat(web().send(token, session, call(10, "break", "")).body())
                .contains("Internal error in break")
                .doesNotContain("secret", "java.");
    }

    @Test
    void aMessageThatIsTooLongIsRefusedWhetherItSaysSoOrNot() throws IOException {
        String large = "{\"x\":\"" + "y".repeat(200_000) + "\"}";

        assertThat(web().send(token, session, large).statusCode()).isEqualTo(413);
        String head = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = "2000\r\n" + "y".repeat(0x2000) + "\r\n";
        assertThat(web().raw(head + chunk.repeat(14) + "0\r\n\r\n")).startsWith("HTTP/1.1 413");
    }

    @Test
    void headersThatAreTooLongAreRefused() throws IOException {
        assertThat(web().raw("GET /mcp HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(web().raw("GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
    }

    @Test
    void onlyJsonIsTaken() {
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            HttpResponse<String> answer = web().send(web().request("/mcp")
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", type)
                    .header("Accept", "application/json, text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE)));

            assertThat(answer.statusCode()).describedAs(type).isEqualTo(415);
        }
    }

    @Test
    void whoeverIsRefusedBeforeTheBodyIsReadIsToldThatTheConnectionEnds() throws IOException {
        List<String> refused = List.of(
                "Content-Type: text/plain\r\n",
                "Content-Type: application/json\r\nMCP-Protocol-Version: 1\r\n",
                "Content-Type: application/json\r\nAccept: text/html\r\n",
                "Content-Type: application/json\r\nOrigin: https://evil.example\r\n");

        for (String head : refused) {
            assertThat(web().raw("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nAuthorization: Bearer "
                            + token + "\r\n" + head + "\r\n"))
                    .describedAs(head)
                    .startsWith("HTTP/1.1 4")
                    .contains("Connection: close");
        }
        assertThat(web().send(token, session, LIST).headers().firstValue("Connection"))
                .isEmpty();
    }

    /// What clients send that know both kinds of versions, one after the other, until one is understood.
    @Test
    void theHeaderOfOneKindWithAMessageOfTheOtherIsReadByItsMessage() {
        String discover = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"server/discover\",\"params\":{}}";

        HttpResponse<String> discovered =
                web().send(web().post(token, discover).header("MCP-Protocol-Version", "2026-07-28"));
        HttpResponse<String> listened = web().send(web().request("/mcp")
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .GET());
        HttpResponse<String> opened =
                web().send(web().post(token, INITIALIZE).header("MCP-Protocol-Version", "2026-07-28"));

        assertThat(discovered.statusCode()).isEqualTo(400);
        assertThat(discovered.body()).contains("\"id\":7", "-32602", "_meta");
        assertThat(listened.statusCode()).isEqualTo(405);
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).contains("\"protocolVersion\":\"2025-11-25\"");
    }

    @Test
    void aClientOfTheNewerTransportMayBeGivenTheAddressOfTheOlder() {
        HttpRequest.Builder sse = web().request("/sse")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");

        HttpResponse<String> opened = web().send(sse.copy().POST(HttpRequest.BodyPublishers.ofString(INITIALIZE)));
        String id = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        HttpResponse<String> listed =
                web().send(sse.copy().header("Mcp-Session-Id", id).POST(HttpRequest.BodyPublishers.ofString(LIST)));
        HttpResponse<String> ended =
                web().send(sse.copy().header("Mcp-Session-Id", id).DELETE());

        assertThat(listed.body()).contains("\"tools\":[");
        assertThat(ended.statusCode()).isEqualTo(204);
    }

    @Test
    void anotherProtocolVersionIsRefused() {
        assertThat(web().send(web().post(token, LIST)
                                .header("Mcp-Session-Id", session)
                                .header("MCP-Protocol-Version", "1999-01-01"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(web().send(web().post(token, LIST)
                                .header("Mcp-Session-Id", session)
                                .header("MCP-Protocol-Version", "2025-06-18"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void pagesOfOtherSitesCannotCall() throws IOException {
        assertThat(web().send(web().post(token, LIST)
                                .header("Mcp-Session-Id", session)
                                .header("Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(web().send(web().post(token, LIST)
                                .header("Mcp-Session-Id", session)
                                .header("Origin", "null"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> allowed = web().send(web().post(token, LIST)
                .header("Mcp-Session-Id", session)
                .header("Origin", "https://pages.example"));
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).contains("https://pages.example");
        assertThat(web().raw("GET /mcp HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void thereIsOneWayToWriteEachPath() throws IOException {
        List<String> tricks = List.of(
                "/mcp/",
                "//mcp",
                "/mcp/../mcp",
                "/x/../mcp",
                "/%6dcp",
                "/mcp%2f",
                "/mcp;a=b",
                "/MCP",
                "/mcp/../health",
                "/..%2fmcp",
                "/mcp%00",
                "http://evil.example/mcp",
                "/.well-known/../mcp");

        for (String path : tricks) {
            String answer = web().raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Authorization: Bearer " + token + "\r\n\r\n");

            assertThat(answer).describedAs(path).matches("(?s)HTTP/1.1 40[034] .*");
        }
    }

    @Test
    void headersCannotBeSmuggledOrDoubled() throws IOException {
        String good = "Authorization: Bearer " + token + "\r\n";
        List<String> heads = List.of(
                "Host: localhost\r\nHost: localhost\r\n" + good,
                "Host: localhost\r\n" + good + good,
                "Host: localhost\r\nX: a\nAuthorization: Bearer " + token
                        + "\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
                "Host: localhost\r\n" + good + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Host: localhost\r\n" + good + " folded: x\r\n",
                "Host: localhost\r\nAuthorization : Bearer " + token + "\r\n");

        for (String head : heads) {
            String answer = web().raw("POST /mcp HTTP/1.1\r\n" + head
                    + "Connection: close\r\nContent-Type: application/json\r\n\r\n");

            assertThat(answer).describedAs(head.replace(token, "…")).matches("(?s)HTTP/1.1 4\\d\\d .*");
        }
    }

    @Test
    void whatAStrangerSendsIsNeverAHeaderOfOurs() throws IOException {
        String credential = "x\\\"\tSet-Cookie: a=b";

        String answer = web().raw("GET /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + credential + "\r\nOrigin: http://localhost\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401").doesNotContain("Set-Cookie");
    }

    @Test
    void manyThatSendSlowlyHoldUpNobody() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = web().socket();
                slow.add(socket);
                String part = i % 2 == 0
                        ? "POST /mcp HTTP/1.1\r\nHost: local"
                        : "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization:"
                                + " Bearer " + token + "\r\nContent-Length: 1000\r\n\r\n{";
                socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }

            assertThat(web().send(token, session, LIST).statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
