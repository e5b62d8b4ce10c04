package io.github.proxmoxmcp.server.http;

import static io.github.proxmoxmcp.server.http.WebFixture.INITIALIZE;
import static io.github.proxmoxmcp.server.http.WebFixture.LIST;
import static io.github.proxmoxmcp.server.http.WebFixture.call;
import static io.github.proxmoxmcp.server.http.WebFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.tool.Access;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions over HTTP: how they begin, go on and end.
class WebSessionTest {

    private static final String PROGRESS = ",\"_meta\":{\"progressToken\":\"p\"}";

    @TempDir
    private Path folder;

    @Test
    void anAnswerAloneIsJsonAndOneWithProgressIsAStream() {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            String session = web.open(token);

            HttpResponse<String> plain = web.send(token, session, call(2, "say", ""));
            HttpResponse<String> stream = web.send(token, session, call(3, "say", PROGRESS));

            assertThat(plain.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
            assertThat(stream.body())
                    .contains("notifications/progress", "\"id\":3")
                    .endsWith("\n\n");
        }
    }

    @Test
    void aCancelledCallIsInterruptedAndNotAnswered() throws Exception {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            String session = web.open(token);
            CompletableFuture<HttpResponse<String>> waiting = web.client()
                    .sendAsync(
                            web.post(token, call(7, "wait", ""))
                                    .header("Mcp-Session-Id", session)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(soon(web.tools.entered)).isTrue();

            int status = web.send(token, session, """
                {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}\
                """).statusCode();

            assertThat(status).isEqualTo(202);
            assertThat(soon(web.tools.interrupted)).isTrue();
            assertThat(waiting.get(20, TimeUnit.SECONDS).body()).isEmpty();
        }
    }

    @Test
    void aCallThatTakesLongIsAnsweredAsAStreamThatStaysAlive() throws Exception {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            String session = web.open(token);
            CompletableFuture<HttpResponse<java.io.InputStream>> waiting = web.client()
                    .sendAsync(
                            web.post(token, call(7, "wait", ""))
                                    .header("Mcp-Session-Id", session)
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());

            HttpResponse<java.io.InputStream> begun = waiting.get(20, TimeUnit.SECONDS);
            assertThat(begun.headers().firstValue("Content-Type")).contains("text/event-stream");
            web.tools.goOn.countDown();

            assertThat(new String(begun.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains(": still here", "\"id\":7");
        }
    }

    @Test
    void aServerThatStopsLetsRunningCallsEnd() throws Exception {
        WebFixture web = new WebFixture(folder, WebFixture.settings());
        String token = web.token("a", Access.READ);
        String session = web.open(token);
        CompletableFuture<HttpResponse<String>> waiting = web.client()
                .sendAsync(
                        web.post(token, call(7, "wait", ""))
                                .header("Mcp-Session-Id", session)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(soon(web.tools.entered)).isTrue();

        Thread stopping = Thread.ofVirtual().start(web.server::close);
        web.tools.goOn.countDown();

        assertThat(waiting.get(20, TimeUnit.SECONDS).body()).contains("\"id\":7", "hi");
        assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
        web.close();
    }

    @Test
    void whoListensHearsTheEndOfAServerThatStops() throws Exception {
        WebFixture web = new WebFixture(folder, WebFixture.settings());
        String token = web.token("a", Access.READ);
        String session = web.open(token);
        HttpResponse<java.io.InputStream> listening = web.client()
                .sendAsync(
                        web.request("/mcp")
                                .header("Authorization", "Bearer " + token)
                                .header("Accept", "text/event-stream")
                                .header("Mcp-Session-Id", session)
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .get(20, TimeUnit.SECONDS);

        Thread stopping = Thread.ofVirtual().start(web.server::close);

        assertThat(new String(listening.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("data:");
        assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
        web.close();
    }

    @Test
    void aSessionThatWasEndedIsGone() {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            String session = web.open(token);

            int ended = web.send(web.request("/mcp")
                            .header("Authorization", "Bearer " + token)
                            .header("Mcp-Session-Id", session)
                            .DELETE())
                    .statusCode();

            assertThat(ended).isEqualTo(204);
            assertThat(web.send(token, session, LIST).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void sessionsAreLimitedAndAnIdleOneOfTheSamePrincipalMakesRoom() {
        HttpSettings few = WebFixture.settings(
                new HttpSettings.Sessions(2, Duration.ofMinutes(30)), new HttpSettings.Rate(1_000, 1_000));
        try (WebFixture web = new WebFixture(folder, few)) {
            String mine = web.token("mine", Access.READ);
            String yours = web.token("yours", Access.READ);
            String oldest = web.open(mine);
            web.pass(Duration.ofSeconds(1));
            String newer = web.open(mine);
            web.pass(Duration.ofSeconds(1));

            String newest = web.open(mine);

            assertThat(web.send(mine, oldest, LIST).statusCode()).isEqualTo(404);
            assertThat(web.send(mine, newer, LIST).statusCode()).isEqualTo(200);
            assertThat(web.send(mine, newest, LIST).statusCode()).isEqualTo(200);
            web.pass(Duration.ofSeconds(1));
            assertThat(web.send(yours, web.open(yours), LIST).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void oneWhoListensWithAllTheirSessionsLeavesRoomForOthers() throws Exception {
        HttpSettings few = WebFixture.settings(
                new HttpSettings.Sessions(4, Duration.ofMinutes(30)), new HttpSettings.Rate(1_000, 1_000));
        try (WebFixture web = new WebFixture(folder, few)) {
            String greedy = web.token("greedy", Access.READ);
            String other = web.token("other", Access.READ);
            List<InputStream> streams = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String session = web.open(greedy);
                HttpResponse<InputStream> stream = web.client()
                        .send(
                                web.request("/mcp")
                                        .header("Authorization", "Bearer " + greedy)
                                        .header("Accept", "text/event-stream")
                                        .header("Mcp-Session-Id", session)
                                        .GET()
                                        .build(),
                                HttpResponse.BodyHandlers.ofInputStream());
                assertThat(stream.statusCode()).isEqualTo(200);
                streams.add(stream.body());
            }

            assertThat(web.send(web.post(greedy, INITIALIZE)).statusCode()).isEqualTo(503);
            assertThat(web.send(other, web.open(other), LIST).statusCode()).isEqualTo(200);
            for (InputStream stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void aSessionThatNobodyUsesMakesRoomForOthersInTheEnd() {
        HttpSettings few = WebFixture.settings(
                new HttpSettings.Sessions(1, Duration.ofMinutes(30)), new HttpSettings.Rate(1_000, 1_000));
        try (WebFixture web = new WebFixture(folder, few)) {
            String forgotten = web.open(web.token("mine", Access.READ));
            web.pass(Duration.ofMinutes(31));

            String session = web.open(web.token("yours", Access.READ));

            assertThat(session).isNotEqualTo(forgotten);
        }
    }

    @Test
    void whoAsksTooMuchIsToldWhenToComeBack() {
        HttpSettings slow =
                WebFixture.settings(new HttpSettings.Sessions(10, Duration.ofMinutes(30)), new HttpSettings.Rate(1, 3));
        try (WebFixture web = new WebFixture(folder, slow)) {
            String token = web.token("a", Access.READ);
            String session = web.open(token);

            HttpResponse<String> answer = web.send(token, session, LIST);
            for (int i = 0; i < 10 && answer.statusCode() == 200; i++) {
                answer = web.send(token, session, LIST);
            }

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(web.open(web.token("another", Access.READ))).isNotEmpty();
        }
    }
}
