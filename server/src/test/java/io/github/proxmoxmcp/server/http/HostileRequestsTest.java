package io.github.proxmoxmcp.server.http;

import static io.github.proxmoxmcp.server.http.WebFixture.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Heads of requests, query strings and ids of sessions that a client with a good token makes up.
@Timeout(120)
class HostileRequestsTest {

    private static final String SUBSCRIBE =
            "{'jsonrpc':'2.0','id':4,'method':'resources/subscribe','params':{'uri':'proxmox://status'}}";

    private static WebFixture web;
    private static String token;
    private static String session;
    private static String othersSession;

    /// @param status what it is answered with
    /// @param head its lines, with what stands for our token and sessions; `POST /mcp` where it has no line for
    ///     itself
    record Attempt(int status, String head, String body) {

        static Attempt of(int status, String... lines) {
            return new Attempt(status, String.join("\r\n", lines), LIST);
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        web = new WebFixture(folder, WebFixture.settings());
        token = web.token("evil", Access.READ);
        session = web.open(token);
        othersSession = web.open(web.token("other", Access.OPERATE));
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    static List<Attempt> sessions() {
        return List.of(
                Attempt.of(404, "Mcp-Session-Id: OTHER"),
                new Attempt(404, "Mcp-Session-Id: OTHER", SUBSCRIBE),
                Attempt.of(400, "Mcp-Session-Id: OWN", "Mcp-Session-Id: OWN"),
                Attempt.of(400, "Mcp-Session-Id: OWN", "Mcp-Session-Id: OTHER"),
                Attempt.of(404, "Mcp-Session-Id: OWN, OTHER"),
                Attempt.of(404, "Mcp-Session-Id: OWNx"),
                Attempt.of(404, "Mcp-Session-Id: xOWN"),
                Attempt.of(404, "Mcp-Session-Id:"),
                Attempt.of(404, "Mcp-Session-Id: ' or 1=1 --"),
                Attempt.of(404, "Mcp-Session-Id: ../OTHER"),
                Attempt.of(404, "Mcp-Session-Id: %00"),
                Attempt.of(404, "Mcp-Session-Id: *"),
                Attempt.of(404, "Mcp-Session-Id: " + "x".repeat(12_000)),
                Attempt.of(400, "Cookie: Mcp-Session-Id=OWN"),
                Attempt.of(400, "POST /mcp?sessionId=OWN HTTP/1.1"),
                Attempt.of(400, "POST /mcp?Mcp-Session-Id=OWN HTTP/1.1"),
                Attempt.of(404, "POST /messages?sessionId=OWN HTTP/1.1"),
                Attempt.of(404, "POST /messages?sessionId=OTHER HTTP/1.1"),
                Attempt.of(404, "POST /messages?sessionId=OTHER&sessionId=OWN HTTP/1.1"),
                Attempt.of(404, "POST /messages?sessionId=x HTTP/1.1", "Mcp-Session-Id: OWN"));
    }

    static List<Attempt> heads() {
        return List.of(
                Attempt.of(401, "Authorization: Bearer TOKEN", "Mcp-Session-Id: OWN"),
                Attempt.of(401, "Authorization:", "Mcp-Session-Id: OWN"),
                Attempt.of(200, "X-HTTP-Method-Override: DELETE", "Mcp-Session-Id: OWN"),
                Attempt.of(200, "X-Original-URL: /metrics", "X-Rewrite-URL: /metrics", "Mcp-Session-Id: OWN"),
                Attempt.of(200, "X-Remote-User: other", "X-Forwarded-User: other", "Mcp-Session-Id: OWN"),
                Attempt.of(200, "Upgrade: websocket", "Connection: Upgrade, close", "Mcp-Session-Id: OWN"),
                Attempt.of(400, "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA", "Mcp-Session-Id: OWN"),
                Attempt.of(200, "Range: bytes=0-1", "Mcp-Session-Id: OWN"),
                Attempt.of(200, "Last-Event-ID: " + "9".repeat(2_000), "Mcp-Session-Id: OWN"),
                Attempt.of(200, "Mcp-Session-Id: OWN", many("X-%d: %d", 500)),
                Attempt.of(431, "Mcp-Session-Id: OWN", many("X-%d: %d", 2_000)),
                Attempt.of(200, "Mcp-Session-Id: OWN", many("Accept: text/x%d;q=0.%d", 200)),
                Attempt.of(400, "Mcp-Session-Id: OWN", "MCP-Protocol-Version: 2025-11-25", "MCP-Protocol-Version: 1"),
                Attempt.of(415, "Mcp-Session-Id: OWN", "Content-Encoding: gzip"),
                Attempt.of(415, "Mcp-Session-Id: OWN", "Content-Encoding: identity", "Content-Encoding: gzip"),
                Attempt.of(417, "Mcp-Session-Id: OWN", "Expect: the-unexpected"),
                Attempt.of(400, "Mcp-Session-Id: OWN", " folded"),
                Attempt.of(400, "Mcp-Session-Id : OWN"),
                Attempt.of(400, "Mcp-Session-Id: OWN", "No colon here"),
                Attempt.of(400, "Mcp-Session-Id: OWN\u0000"),
                Attempt.of(400, "Content-Length: +5", "Mcp-Session-Id: OWN"),
                Attempt.of(400, "Content-Length: 5,5", "Mcp-Session-Id: OWN"),
                Attempt.of(400, "Content-Length: 99999999999999999999", "Mcp-Session-Id: OWN"),
                Attempt.of(400, "Transfer-Encoding: xchunked", "Mcp-Session-Id: OWN"),
                Attempt.of(403, "Host: evil.example", "Mcp-Session-Id: OWN"),
                Attempt.of(400, "POST http://evil.example/mcp HTTP/1.1", "Mcp-Session-Id: OWN"),
                Attempt.of(404, "POST /mcp/../metrics HTTP/1.1", "Mcp-Session-Id: OWN"),
                Attempt.of(505, "POST /mcp HTTP/3.0", "Mcp-Session-Id: OWN"),
                Attempt.of(200, "POST /mcp?% HTTP/1.1", "Mcp-Session-Id: OWN"),
                Attempt.of(200, "POST /mcp?" + "a=b&".repeat(3_000) + " HTTP/1.1", "Mcp-Session-Id: OWN"),
                Attempt.of(400, "POST /messages?sessionId=% HTTP/1.1"),
                Attempt.of(400, "POST /messages?sessionId=%zz HTTP/1.1"),
                Attempt.of(400, "POST /messages?sessionId=%c0%ae HTTP/1.1"),
                Attempt.of(404, "POST /messages?sessionId=%00%0d%0aX:%20y HTTP/1.1"),
                Attempt.of(404, "POST /messages?sessionId HTTP/1.1"),
                Attempt.of(404, "POST /messages?" + "sessionId=&".repeat(1_200) + " HTTP/1.1"));
    }

    @ParameterizedTest
    @MethodSource
    void sessions(Attempt attempt) throws IOException {
        check(attempt);
    }

    @ParameterizedTest
    @MethodSource
    void heads(Attempt attempt) throws IOException {
        check(attempt);
    }

    private static void check(Attempt attempt) throws IOException {
        String answer = web.raw(request(attempt));

        assertThat(answer)
                .describedAs(
                        "WANT %s <%s>",
                        attempt.status(),
                        attempt.head().substring(0, Math.min(80, attempt.head().length())))
                .startsWith("HTTP/1.1 " + attempt.status())
                .doesNotContain(token, othersSession, "java.", "org.eclipse", "\tat ", "X: y");
        assertThat(answer.split("HTTP/1\\.1 \\d", -1)).describedAs("one answer").hasSize(2);
        assertThat(web.send(token, session, LIST).statusCode()).isEqualTo(200);
    }

    private static String request(Attempt attempt) {
        String given = attempt.head();
        String body = attempt.body().replace('\'', '"');
        StringBuilder head = new StringBuilder();
        head.append(given.startsWith("POST ") ? "" : "POST /mcp HTTP/1.1\r\n");
        head.append(given).append("\r\n");
        for (String usual : List.of(
                "Host: localhost",
                "Authorization: Bearer TOKEN",
                "Accept: application/json, text/event-stream",
                "Content-Type: application/json",
                "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length,
                "Connection: close")) {
            String name = usual.substring(0, usual.indexOf(':') + 1);
            boolean replaces =
                    List.of("Host:", "Content-Length:", "Connection:").contains(name) && given.contains(name);
            head.append(replaces ? "" : usual + "\r\n");
        }
        return (head + "\r\n" + body)
                .replace("TOKEN", token)
                .replace("OWN", session)
                .replace("OTHER", othersSession);
    }

    private static String many(String line, int count) {
        return IntStream.range(0, count).mapToObj(i -> line.formatted(i, i)).collect(Collectors.joining("\r\n"));
    }
}
