package io.github.proxmoxmcp.server.http;

import static io.github.proxmoxmcp.server.http.WebFixture.call;
import static io.github.proxmoxmcp.server.http.WebFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Callers who are gone before they are answered.
@Timeout(120)
class HangUpTest {

    private static final String PROGRESS = ",\"_meta\":{\"progressToken\":\"p\"}";

    @TempDir
    private Path folder;

    @Test
    void aQuestionEndsWithTheConnectionOfItsCaller() throws Exception {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            Socket caller = sent(web, token, web.open(token), call(7, "wait", ""));
            assertThat(soon(web.tools.entered)).isTrue();

            caller.close();

            assertThat(soon(web.tools.interrupted)).isTrue();
        }
    }

    @Test
    void aConnectionThatIsHalfClosedCountsAsGoneThoughAnswersCouldBeWritten() throws Exception {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            try (Socket caller = sent(web, token, web.open(token), call(7, "wait", ""))) {
                assertThat(soon(web.tools.entered)).isTrue();

                caller.shutdownOutput();

                assertThat(soon(web.tools.interrupted)).isTrue();
            }
        }
    }

    @Test
    void aQuestionThatIsAnsweredAsAStreamEndsWithItToo() throws Exception {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            try (Socket caller = sent(web, token, web.open(token), call(7, "wait", PROGRESS))) {
                assertThat(head(caller)).contains("text/event-stream");
            }

            assertThat(soon(web.tools.interrupted)).isTrue();
        }
    }

    @Test
    void whatActsGoesOnWhenItsCallerIsGone() throws Exception {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.OPERATE);
            String session = web.open(token);
            Socket acting = sent(web, token, session, call(7, "work", ""));
            Socket asking = sent(web, token, session, call(8, "wait", ""));
            assertThat(soon(web.tools.working)).isTrue();
            assertThat(soon(web.tools.entered)).isTrue();

            acting.close();
            asking.close();
            assertThat(soon(web.tools.interrupted)).isTrue();
            web.tools.goOn.countDown();

            assertThat(web.tools.worked.get(20, TimeUnit.SECONDS)).isEqualTo("to the end");
        }
    }

    @Test
    void aSessionThatIsEndedEndsItsQuestions() throws Exception {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            String session = web.open(token);
            try (Socket _ = sent(web, token, session, call(7, "wait", ""))) {
                assertThat(soon(web.tools.entered)).isTrue();

                int ended = web.send(web.request("/mcp")
                                .header("Authorization", "Bearer " + token)
                                .header("Mcp-Session-Id", session)
                                .DELETE())
                        .statusCode();

                assertThat(ended).isEqualTo(204);
                assertThat(soon(web.tools.interrupted)).isTrue();
            }
        }
    }

    @Test
    void aTokenThatIsRevokedEndsTheStreamAndTheQuestionsOfWhoHasIt() throws Exception {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            String session = web.open(token);
            HttpResponse<InputStream> listening = web.client()
                    .send(
                            web.request("/mcp")
                                    .header("Authorization", "Bearer " + token)
                                    .header("Accept", "text/event-stream")
                                    .header("Mcp-Session-Id", session)
                                    .GET()
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(listening.statusCode()).isEqualTo(200);
            CompletableFuture<HttpResponse<String>> asking = web.client()
                    .sendAsync(
                            web.post(token, call(7, "wait", PROGRESS))
                                    .header("Mcp-Session-Id", session)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(soon(web.tools.entered)).isTrue();

            assertThat(web.store.accessTokens().revoke("a", web.now())).isTrue();

            assertThat(new String(listening.body().readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("data:");
            assertThat(soon(web.tools.interrupted)).isTrue();
            assertThat(asking.get(20, TimeUnit.SECONDS).body()).doesNotContain("\"id\":7");
        }
    }

    @Test
    void whoSendsTheNextRequestBeforeTheAnswerIsNotTakenForGone() throws Exception {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            String session = web.open(token);
            try (Socket caller = sent(web, token, session, call(7, "wait", ""))) {
                assertThat(soon(web.tools.entered)).isTrue();
                write(caller, token, session, call(8, "say", ""));
                // So that it was looked at while the next request lay there.
                assertThat(head(caller)).contains("text/event-stream");
                web.tools.goOn.countDown();

                String answers = "";
                while (!answers.contains("\"id\":8")) {
                    byte[] some = new byte[4096];
                    int read = caller.getInputStream().read(some);
                    assertThat(read).describedAs(answers).isPositive();
                    answers += new String(some, 0, read, StandardCharsets.UTF_8);
                }
                assertThat(answers).contains("\"id\":7", "hi to token:a READ");
            }
        }
    }

    private static Socket sent(WebFixture web, String token, String session, String body) throws IOException {
        Socket socket = web.socket();
        write(socket, token, session, body);
        return socket;
    }

    private static void write(Socket socket, String token, String session, String body) throws IOException {
        socket.getOutputStream()
                .write(("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Accept: application/json, text/event-stream\r\nAuthorization: Bearer " + token
                                + "\r\nMcp-Session-Id: " + session + "\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /// The head of the answer, as soon as there is one.
    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).describedAs(head.toString()).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }
}
