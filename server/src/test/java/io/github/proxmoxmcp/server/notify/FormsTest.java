package io.github.proxmoxmcp.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.server.config.NotifySettings.Form;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.notify.message.Message.Line;
import io.github.proxmoxmcp.server.notify.message.Message.News;
import io.github.proxmoxmcp.server.notify.message.NoticeBody;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What each receiver gets, sent over HTTP to a server that keeps it; others' text in it tries everything.
class FormsTest {

    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final String SECRET = "s3cret-token";
    private static final String HOSTILE =
            "a <!channel> <@U1> @everyone @room *b* _i_ `c` [x](https://evil.example) <b onload=x> & \"q\""
                    + "\r\nBcc: all@evil.example\n# head\u202e\u001b[31m";
    private static final Receiver RECEIVER = new Receiver();

    @BeforeEach
    void forget() {
        RECEIVER.requests().clear();
    }

    @AfterAll
    static void stop() {
        RECEIVER.close();
    }

    static Target target(Form form, URI url) {
        return new Target(
                "one",
                form,
                url,
                Optional.of(Secret.of(SECRET)),
                Optional.empty(),
                Optional.empty(),
                List.of("!room:example.org"),
                Optional.empty(),
                List.of());
    }

    static Message message(int lines, String text) {
        NoticeBody body = NoticeBody.of(
                Topic.PROBLEMS, Severity.CRITICAL, "pve2 " + text, "down " + text, Optional.of(NOW), "look " + text);
        return new Message(
                "0123456789abcdef",
                NOW,
                "home: " + lines + " critical",
                Severity.CRITICAL,
                Collections.nCopies(
                        lines,
                        new Line(
                                News.NEW,
                                "home",
                                "problem/node/pve2",
                                NOW,
                                body,
                                Optional.of(URI.create("https://page.example/problems")))));
    }

    private static Receiver.Request sent(Form form, String path, Message message) throws InterruptedException {
        Messenger.Outcome outcome = new Messenger(ZoneId.of("Europe/Berlin"), Duration.ofSeconds(10))
                .send(message, target(form, RECEIVER.url(path)));
        assertThat(outcome.taken()).describedAs(outcome.text()).isTrue();
        assertThat(RECEIVER.requests()).hasSize(1);
        return RECEIVER.requests().getFirst();
    }

    @Test
    void jsonIsSignedOverIdTimeAndBody() throws Exception {
        Receiver.Request request = sent(Form.JSON, "/hook", message(1, "x"));

        String signed = request.headers().get("webhook-id") + "."
                + request.headers().get("webhook-timestamp") + "." + request.body();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(request.headers())
                .containsEntry("webhook-id", "0123456789abcdef")
                .containsEntry("webhook-timestamp", Long.toString(NOW.getEpochSecond()))
                .containsEntry(
                        "webhook-signature",
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        JsonNode notice = request.json().path("notices").path(0);
        assertThat(notice.path("severity").asString()).isEqualTo("critical");
        assertThat(notice.path("key").asString()).isEqualTo("problem/node/pve2");
        assertThat(notice.path("link").asString()).isEqualTo("https://page.example/problems");
    }

    @Test
    void ntfyGetsItsTopicInTheBodyAndTheTokenInAHeader() throws Exception {
        Receiver.Request request = sent(Form.NTFY, "/alerts", message(1, "x"));

        assertThat(request.path()).isEqualTo("/");
        assertThat(request.headers()).containsEntry("Authorization", "Bearer " + SECRET);
        assertThat(request.json().path("topic").asString()).isEqualTo("alerts");
        assertThat(request.json().path("priority").asInt()).isEqualTo(5);
        assertThat(request.json().path("message").asString())
                .isEqualTo("CRITICAL home: pve2 x: down x, since 2026-12-01 11:00 +01:00. look x"
                        + " https://page.example/problems");
    }

    @Test
    void gotifyTelegramAndMatrixGetTheirAddresses() throws Exception {
        assertThat(sent(Form.GOTIFY, "/push", message(1, "x")))
                .returns("/push/message", Receiver.Request::path)
                .extracting(request -> request.headers().get("X-Gotify-Key"))
                .isEqualTo(SECRET);
        forget();
        assertThat(sent(Form.TELEGRAM, "", message(1, "x")).path()).isEqualTo("/bot" + SECRET + "/sendMessage");
        forget();
        assertThat(sent(Form.MATRIX, "/", message(1, "x")))
                .returns("PUT", Receiver.Request::method)
                .returns(
                        "/_matrix/client/v3/rooms/%21room%3Aexample.org/send/m.room.message/0123456789abcdef",
                        Receiver.Request::path)
                .extracting(request -> request.headers().get("Authorization"))
                .isEqualTo("Bearer " + SECRET);
    }

    @Test
    void inSlackTextOfOthersStandsWhereNothingIsReadFromIt() throws Exception {
        JsonNode body = sent(Form.SLACK, "/services/x", message(1, HOSTILE)).json();

        assertThat(body.path("text").asString()).isEqualTo("home: 1 critical");
        JsonNode block = body.path("blocks").path(0);
        assertThat(block.path("type").asString()).isEqualTo("rich_text");
        assertThat(block.path("elements").path(0).path("elements").valueStream())
                .hasSize(2)
                .allSatisfy(
                        element -> assertThat(element.path("type").asString()).isEqualTo("text"));
    }

    @Test
    void inDiscordEveryMarkIsEscapedAndNobodyIsMentioned() throws Exception {
        JsonNode body = sent(Form.DISCORD, "/api", message(1, HOSTILE)).json();

        String ours = body.path("content").asString().replaceAll("\\\\[^\\p{Alnum}]", "");
        assertThat(ours).doesNotContain("<", "@", "`", "[", "_").startsWith("**home");
        assertThat(ours.replace("**", "")).doesNotContain("*");
        assertThat(body.path("allowed_mentions").path("parse").isArray()).isTrue();
        assertThat(body.path("allowed_mentions").path("parse").size()).isZero();
    }

    @Test
    void inTeamsTextOfOthersStandsInRunsWithoutMarkdown() throws Exception {
        JsonNode card = sent(Form.TEAMS, "/flow", message(1, HOSTILE))
                .json()
                .path("attachments")
                .path(0)
                .path("content");

        assertThat(card.path("body").valueStream()).hasSize(2).allSatisfy(block -> {
            assertThat(block.path("type").asString()).isEqualTo("RichTextBlock");
            assertThat(block.path("inlines").valueStream())
                    .isNotEmpty()
                    .allSatisfy(run -> assertThat(run.path("type").asString()).isEqualTo("TextRun"));
        });
    }

    @Test
    void inTelegramAndMatrixNoTagOfOthersStands() throws Exception {
        String telegram =
                sent(Form.TELEGRAM, "", message(1, HOSTILE)).json().path("text").asString();
        forget();
        JsonNode matrix = sent(Form.MATRIX, "", message(1, HOSTILE)).json();

        assertThat(telegram.replaceAll("</?(b|code)>", "")).doesNotContain("<", ">", "\"");
        assertThat(telegram.replaceAll("<code>[^<]*</code>", "")).doesNotContain("@", "evil");
        assertThat(matrix.path("formatted_body").asString().replaceAll("</?(strong|br)>", ""))
                .doesNotContain("<", ">", "\"");
        assertThat(matrix.path("m.mentions").isObject()).isTrue();
        assertThat(matrix.path("m.mentions").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = "MAIL", mode = EnumSource.Mode.EXCLUDE)
    void nothingOfOthersBeginsALineOrIsHidden(Form form) throws Exception {
        Receiver.Request request = sent(form, "/hook", message(1, HOSTILE));

        assertThat(request.json().toString()).contains("pve2").doesNotContain("\u202e", "\u001b");
        request.json().findValues("message").forEach(FormsTest::oneLine);
        request.json()
                .findValues("text")
                .forEach(text -> assertThat(text.asString().split("\n").length).isLessThanOrEqualTo(2));
    }

    private static void oneLine(JsonNode text) {
        assertThat(text.asString()).doesNotContain("\n");
    }

    @ParameterizedTest
    @EnumSource(names = "MAIL", mode = EnumSource.Mode.EXCLUDE)
    void whatIsTooMuchForAReceiverIsCountedInstead(Form form) throws Exception {
        Receiver.Request request = sent(form, "/hook", message(200, "💥".repeat(400)));

        int limit = switch (form) {
            case DISCORD -> 2_000;
            case NTFY, TELEGRAM -> 4_096;
            default -> 64_000;
        };
        if (form != Form.JSON) {
            assertThat(request.body()).contains(" more");
            assertThat(request.json()
                            .findValues(form == Form.DISCORD ? "content" : form == Form.NTFY ? "message" : "text"))
                    .allSatisfy(text -> assertThat(text.asString().getBytes(StandardCharsets.UTF_8).length)
                            .isLessThanOrEqualTo(limit));
        }
    }

    @Test
    void whatAReceiverSaysOfAFailureIsShownWithoutTheSecret() throws Exception {
        RECEIVER.answers(500);
        try {
            Messenger.Outcome outcome = new Messenger(ZoneOffset.UTC, Duration.ofSeconds(10))
                    .send(message(1, "x"), target(Form.TELEGRAM, RECEIVER.url("")));

            assertThat(outcome.taken()).isFalse();
            assertThat(outcome.text()).isEqualTo("answered 500");
        } finally {
            RECEIVER.answers(200);
        }
        Messenger.Outcome nobody = new Messenger(ZoneOffset.UTC, Duration.ofSeconds(10))
                .send(message(1, "x"), target(Form.TELEGRAM, URI.create("http://127.0.0.1:1")));
        assertThat(nobody.taken()).isFalse();
        assertThat(nobody.text()).isNotEmpty().doesNotContain(SECRET);
    }
}
