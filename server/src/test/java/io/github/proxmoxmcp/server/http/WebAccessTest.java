package io.github.proxmoxmcp.server.http;

import static io.github.proxmoxmcp.server.http.WebFixture.INITIALIZE;
import static io.github.proxmoxmcp.server.http.WebFixture.LIST;
import static io.github.proxmoxmcp.server.http.WebFixture.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets in over HTTP, and what they see.
class WebAccessTest {

    private WebFixture web;

    @BeforeEach
    void start(@TempDir Path folder) {
        web = new WebFixture(folder, WebFixture.settings());
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void aCallerWithoutATokenIsToldHowToSendOne() {
        HttpResponse<String> answer = web.send(
                web.request("/mcp").header("Content-Type", "application/json").GET());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"proxmox-mcp\"");
        assertThat(answer.body()).contains("Authorization header");
    }

    @Test
    void aTokenInTheUrlIsNoToken() {
        String token = web.token("a", Access.READ);

        assertThat(web.send(web.request("/mcp?access_token=" + token).GET()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aPrincipalSeesTheToolsOfTheirLevelAndNeverMoreThanTheServerHas() {
        String reader = web.token("reader", Access.READ);
        String admin = web.token("admin", Access.ADMIN);

        String read = web.send(reader, web.open(reader), LIST).body();
        String operate = web.send(admin, web.open(admin), LIST).body();

        assertThat(read).contains("\"say\"").doesNotContain("\"act\"");
        assertThat(operate).contains("\"say\"", "\"act\"").doesNotContain("\"destroy\"");
        assertThat(web.send(reader, web.open(reader), call(3, "act", "")).body())
                .contains("Unknown tool");
    }

    @Test
    void aToolKnowsWhoCalls() {
        String token = web.token("laptop", Access.READ);

        assertThat(web.send(token, web.open(token), call(3, "say", "")).body()).contains("hi to token:laptop READ");
    }

    @Test
    void aRevokedTokenIsWorthlessAtOnce() {
        String token = web.token("laptop", Access.READ);
        String session = web.open(token);

        web.store.accessTokens().revoke("laptop", java.time.Instant.EPOCH);
        HttpResponse<String> answer = web.send(token, session, LIST);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("invalid_token", "revoked"));
    }

    @Test
    void aTokenThatExpiresIsWorthNothingAfterwards() {
        String token = web.token("laptop", Access.READ);
        String session = web.open(token);

        web.pass(Duration.ofMinutes(61));

        assertThat(web.send(token, session, LIST).statusCode()).isEqualTo(401);
    }

    @Test
    void anAnswerThatLastsIsNotGivenToWhomIsNoLongerWelcome() throws Exception {
        String token = web.token("laptop", Access.READ);
        String session = web.open(token);
        CompletableFuture<HttpResponse<InputStream>> stream = web.client()
                .sendAsync(
                        web.request("/mcp")
                                .header("Authorization", "Bearer " + token)
                                .header("Accept", "text/event-stream")
                                .header("Mcp-Session-Id", session)
                                .timeout(Duration.ofSeconds(60))
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        HttpResponse<InputStream> open = stream.get(20, TimeUnit.SECONDS);
        assertThat(open.statusCode()).isEqualTo(200);

        web.store.accessTokens().revoke("laptop", java.time.Instant.EPOCH);

        assertThat(new String(open.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("data:");
    }

    @Test
    void aSessionBelongsToThePrincipalThatOpenedIt() {
        String mine = web.token("mine", Access.READ);
        String yours = web.token("yours", Access.OPERATE);
        String session = web.open(mine);

        assertThat(web.send(yours, session, LIST).statusCode()).isEqualTo(404);
        assertThat(web.send(web.request("/mcp")
                                .header("Authorization", "Bearer " + yours)
                                .header("Accept", "text/event-stream")
                                .header("Mcp-Session-Id", session)
                                .GET())
                        .statusCode())
                .isEqualTo(404);
        assertThat(web.send(web.request("/mcp")
                                .header("Authorization", "Bearer " + yours)
                                .header("Mcp-Session-Id", session)
                                .DELETE())
                        .statusCode())
                .isEqualTo(404);
        assertThat(web.send(web.request("/messages?sessionId=" + session)
                                .header("Authorization", "Bearer " + yours)
                                .header("Content-Type", "application/json")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(LIST)))
                        .statusCode())
                .isEqualTo(404);
        assertThat(web.send(mine, session, LIST).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenOfTheSameNameIsAnotherPrincipal() {
        String first = web.token("laptop", Access.READ);
        String session = web.open(first);
        web.store.accessTokens().revoke("laptop", java.time.Instant.EPOCH);

        assertThat(web.send(web.token("laptop", Access.READ), session, LIST).statusCode())
                .isEqualTo(404);
    }

    @Test
    void nobodyChoosesTheIdOfASession() {
        String token = web.token("a", Access.READ);

        HttpResponse<String> answer =
                web.send(web.post(token, INITIALIZE).header("Mcp-Session-Id", "chosen-by-an-attacker"));

        assertThat(answer.headers().firstValue("Mcp-Session-Id"))
                .isPresent()
                .get()
                .isNotEqualTo("chosen-by-an-attacker");
        assertThat(web.send(token, "chosen-by-an-attacker", LIST).statusCode()).isEqualTo(404);
    }

    @Test
    void aKnownIdWithAnotherSecretIsNotKnown() {
        String good = web.token("good", Access.READ);
        String wrong = good.substring(0, good.length() - 2) + (good.endsWith("AA") ? "BA" : "AA");

        HttpResponse<String> answer = web.send(web.post(wrong, INITIALIZE));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("not known").doesNotContain(wrong);
    }

    @Test
    void guessingEndsAfterAFewFailuresAndHarmsNobodyWithAGoodToken() {
        String good = web.token("good", Access.READ);
        String fresh = web.token("fresh", Access.READ);
        String session = web.open(good);
        String unknown = "pmcp_0000000000000000_";

        // One may fail ten times at once, and then once in six seconds: however slow this machine is, that ends soon.
        int status = 401;
        int refused = 0;
        for (; status == 401 && refused < 100; refused++) {
            status = web.send(web.post(unknown + "A".repeat(41) + (10 + refused % 90), INITIALIZE))
                    .statusCode();
        }

        assertThat(status).isEqualTo(429);
        assertThat(refused).isGreaterThan(10);
        assertThat(web.send(good, session, LIST).statusCode()).isEqualTo(200);
        assertThat(web.send(web.post(fresh, INITIALIZE)).statusCode())
                .describedAs("a token that nobody has used yet, from the same address")
                .isEqualTo(200);
    }

    @Test
    void figuresNeedATokenAndHoldNone() {
        String token = web.token("laptop", Access.READ);
        web.send(token, web.open(token), call(3, "say", ""));

        assertThat(web.send(web.request("/metrics").GET()).statusCode()).isEqualTo(401);
        String figures = web.send(web.request("/metrics")
                        .header("Authorization", "Bearer " + token)
                        .GET())
                .body();
        assertThat(figures)
                .contains(
                        "proxmox_mcp_tool_calls_seconds_count{outcome=\"ok\",tool=\"say\"} 1",
                        "proxmox_mcp_sessions 1.0")
                .doesNotContain(token, token.substring(22), "laptop");
    }

    @Test
    void healthIsForEverybodyAndReadinessSaysWhyOnlyToThoseWithAToken() {
        assertThat(web.send(web.request("/health").GET()).body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(web.send(web.request("/ready").GET()).body()).isEqualTo("{\"ready\":true}");
        assertThat(web.send(web.request("/ready")
                                .header("Authorization", "Bearer " + web.token("a", Access.READ))
                                .GET())
                        .body())
                .contains("\"missing\":[]");
    }
}
