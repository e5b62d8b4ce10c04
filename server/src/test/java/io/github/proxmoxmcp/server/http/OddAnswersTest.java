package io.github.proxmoxmcp.server.http;

import static io.github.proxmoxmcp.server.http.WebFixture.INITIALIZE;
import static io.github.proxmoxmcp.server.http.WebFixture.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients answer when a human is asked over HTTP, and what is none of it a yes.
@Timeout(120)
class OddAnswersTest {

    private static final String YES = "\"result\":{\"action\":\"accept\",\"content\":{\"allow\":true}}";
    private static final Pattern QUESTION = Pattern.compile("\"id\":\"?([^\",]+)\"?");

    @TempDir
    private Path folder;

    private Optional<WebFixture> started = Optional.empty();

    @BeforeEach
    void start() {
        started = Optional.of(new WebFixture(folder, WebFixture.settings()));
    }

    @AfterEach
    void stop() {
        started.ifPresent(WebFixture::close);
    }

    private WebFixture web() {
        return started.orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'result':{'action':'maybe','content':{'allow':true}}",
                "'result':{'action':'ACCEPT','content':{'allow':true}}",
                "'result':{'action':['accept'],'content':{'allow':true}}",
                "'result':{'action':true,'content':{'allow':true}}",
                "'result':{'action':null,'content':{'allow':true}}",
                "'result':{'content':{'allow':true}}",
                "'result':{}",
                "'result':true",
                "'result':'accept'",
                "'result':['accept']",
                "'result':{'action':'accept'}",
                "'result':{'action':'accept','content':null}",
                "'result':{'action':'accept','content':true}",
                "'result':{'action':'accept','content':[true]}",
                "'result':{'action':'accept','content':{'allow':'true'}}",
                "'result':{'action':'accept','content':{'allow':1}}",
                "'result':{'action':'accept','content':{'allow':[true]}}",
                "'result':{'action':'accept','content':{'Allow':true}}",
                "'result':{'action':'accept','content':{'allow':true,'allow':false}}",
                "'result':{'action':'decline','content':{'allow':true}}",
                "'result':{'action':'cancel','content':{'allow':true}}",
                "'error':{'code':-32000,'message':'accept'}"
            })
    void whatIsNotExactlyAYesIsNone(String answer) throws IOException {
        Asked asked = ask("a");

        HttpResponse<String> taken = answer(asked, asked.id(), answer.replace('\'', '"'));

        assertThat(taken.statusCode()).isIn(200, 202, 400);
        assertThat(asked.heard()).doesNotContain("YES").containsAnyOf("NO", "NONE", "DECLINED");
    }

    @Test
    void aYesIsOne() throws IOException {
        Asked asked = ask("a");

        assertThat(answer(asked, asked.id(), YES).statusCode()).isEqualTo(202);

        assertThat(asked.heard()).contains("heard YES");
    }

    @Test
    void aSecondAnswerChangesNothing() throws IOException {
        Asked asked = ask("a");
        assertThat(answer(asked, asked.id(), "\"result\":{\"action\":\"decline\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(answer(asked, asked.id(), YES).statusCode()).isEqualTo(202);
        assertThat(asked.heard()).contains("DECLINED").doesNotContain("YES");

        // Nor does one that is late answer the next question.
        Asked next = ask(asked.token(), asked.session());
        assertThat(answer(next, asked.id(), YES).statusCode()).isEqualTo(202);
        assertThat(answer(next, next.id(), "\"result\":{\"action\":\"decline\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(next.heard()).contains("DECLINED").doesNotContain("YES");
    }

    @Test
    void anAnswerInAnotherSessionOrOfSomebodyElseAnswersNothing() throws IOException {
        Asked mine = ask("a");
        Asked other = ask("b");

        assertThat(send(other.token(), mine.session(), mine.id(), YES).statusCode())
                .isEqualTo(404);
        assertThat(send(other.token(), other.session(), mine.id(), YES).statusCode())
                .isIn(202, 400);
        String second = session(mine.token());
        assertThat(send(mine.token(), second, mine.id(), YES).statusCode()).isEqualTo(202);
        assertThat(answer(mine, mine.id(), "\"result\":{\"action\":\"decline\"}")
                        .statusCode())
                .isEqualTo(202);

        assertThat(mine.heard()).contains("DECLINED").doesNotContain("YES");
        assertThat(answer(other, other.id(), "\"result\":{\"action\":\"cancel\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(other.heard()).contains("NONE");
    }

    /// A question that waits for its answer.
    private record Asked(String token, String session, String id, BufferedReader stream) {

        String heard() throws IOException {
            for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                if (line.contains("\"id\":7")) {
                    return line;
                }
            }
            throw new AssertionError("the call was not answered");
        }
    }

    private Asked ask(String name) throws IOException {
        String token = web().token(name, Access.READ);
        return ask(token, session(token));
    }

    private String session(String token) {
        HttpResponse<String> opened = web().send(web().post(
                        token, INITIALIZE.replace("\"capabilities\":{}", "\"capabilities\":{\"elicitation\":{}}")));
        return opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
    }

    private Asked ask(String token, String session) throws IOException {
        HttpResponse<InputStream> answer;
        try {
            answer = web().client()
                    .send(
                            web().post(token, call(7, "ask", ""))
                                    .header("Mcp-Session-Id", session)
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        BufferedReader stream = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            said.append(line).append('\n');
            Matcher id = QUESTION.matcher(line);
            if (line.contains("elicitation/create") && id.find()) {
                return new Asked(token, session, id.group(1), stream);
            }
        }
        throw new AssertionError("nobody was asked: " + said);
    }

    private HttpResponse<String> answer(Asked asked, String id, String result) {
        return send(asked.token(), asked.session(), id, result);
    }

    private HttpResponse<String> send(String token, String session, String id, String result) {
        return web().send(token, session, "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\"," + result + "}");
    }
}
