package io.github.proxmoxmcp.server.http;

import static io.github.proxmoxmcp.server.http.WebFixture.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers on one store: a session goes on at both, for whom it belongs to and for nobody else.
class WebReplicaTest {

    private WebFixture one;
    private WebFixture other;
    private String owner;
    private String stranger;
    private String session;

    @BeforeEach
    void start(@TempDir Path folder) {
        one = new WebFixture(folder, WebFixture.settings());
        other = new WebFixture(folder, WebFixture.settings());
        owner = one.token("owner", Access.READ);
        stranger = one.token("stranger", Access.READ);
        session = one.open(owner);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    @Test
    void theOwnerGoesOnAtBoth() {
        assertThat(other.send(owner, session, LIST).statusCode()).isEqualTo(200);
        assertThat(one.send(owner, session, LIST).statusCode()).isEqualTo(200);
    }

    @Test
    void aStrangerCanNeitherUseNorResumeNorEndItAtEither() {
        for (WebFixture server : List.of(other, one, other)) {
            assertThat(server.send(stranger, session, LIST).statusCode()).isEqualTo(404);
            assertThat(status(server, stranger, listening(server))).isEqualTo(404);
            assertThat(status(server, stranger, server.request("/mcp").DELETE()))
                    .isEqualTo(404);
            assertThat(status(
                            server,
                            stranger,
                            server.request("/messages?sessionId=" + session)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(LIST))))
                    .isEqualTo(404);
            // Only now has the second server the session too: what is refused must not depend on that.
            assertThat(server.send(owner, session, LIST).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsEndedAtOneIsOverAtTheOtherASecondLater() {
        assertThat(other.send(owner, session, LIST).statusCode()).isEqualTo(200);

        assertThat(status(one, owner, one.request("/mcp").DELETE())).isEqualTo(204);
        other.pass(Duration.ofSeconds(2));

        assertThat(other.send(owner, session, LIST).statusCode()).isEqualTo(404);
        assertThat(status(other, owner, listening(other))).isEqualTo(404);
    }

    @Test
    void aTokenThatIsRevokedAtOneOpensNothingAtTheOther() {
        assertThat(other.send(owner, session, LIST).statusCode()).isEqualTo(200);

        one.store.accessTokens().revoke("owner", Instant.EPOCH);

        assertThat(other.send(owner, session, LIST).statusCode()).isEqualTo(401);
    }

    @Test
    void whatNobodyUsedForTooLongIsNotResumedAtTheOther() {
        other.pass(Duration.ofMinutes(31));

        assertThat(other.send(owner, session, LIST).statusCode()).isEqualTo(404);
    }

    private static HttpRequest.Builder listening(WebFixture server) {
        return server.request("/mcp").header("Accept", "text/event-stream").GET();
    }

    private int status(WebFixture server, String token, HttpRequest.Builder request) {
        return server.send(request.header("Authorization", "Bearer " + token).header("Mcp-Session-Id", session))
                .statusCode();
    }
}
