package io.github.proxmoxmcp.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever a line of standard input holds, it is answered and the next one is read.
class StdioHostileTest {

    private static final String INITIALIZE = """
        {"jsonrpc":"2.0","id":"first","method":"initialize","params":{"protocolVersion":"2025-11-25",\
        "capabilities":{"elicitation":{}},"clientInfo":{"name":"t","version":"1"}}}
        {"jsonrpc":"2.0","method":"notifications/initialized"}
        """;
    private static final String LAST = "\n{\"jsonrpc\":\"2.0\",\"id\":\"last\",\"method\":\"ping\"}\n";

    record Word(String text) {}

    static final class Tools {

        @Tool(
                name = "say",
                title = "Say",
                description = "Says it.",
                effect = Effect.READ,
                needs = {})
        Answer<Word> say(Word word) {
            return Answer.of(word);
        }

        @Tool(
                name = "ask",
                title = "Ask",
                description = "Asks.",
                effect = Effect.READ,
                needs = {})
        Answer<Word> ask(Word word, Caller caller) {
            return Answer.of(new Word("the human: " + caller.human().confirm("a plan", word.text())));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'jsonrpc':'2.0','id':1.5,'method':'ping'}",
                "{'jsonrpc':'2.0','id':2.0,'method':'ping'}",
                "{'jsonrpc':'2.0','id':1e3,'method':'ping'}",
                "{'jsonrpc':'2.0','id':1e999999999,'method':'ping'}",
                "{'jsonrpc':'2.0','id':99999999999999999999,'method':'ping'}",
                "{'jsonrpc':'2.0','id':-9223372036854775809,'method':'ping'}",
                "{'jsonrpc':'2.0','id':true,'method':'ping'}",
                "{'jsonrpc':'2.0','id':[],'method':'ping'}",
                "{'jsonrpc':'2.0','id':'\\ud800','method':'ping'}",
                "{'jsonrpc':'2.0','id':1,'error':'x'}",
                "{'jsonrpc':'2.0','id':1,'error':[]}",
                "{'jsonrpc':'2.0','id':1,'error':{}}",
                "{'jsonrpc':'2.0','id':1,'error':{'code':'x','message':'y'}}",
                "{'jsonrpc':'2.0','id':1,'error':{'code':1.5,'message':'y'}}",
                "{'jsonrpc':'2.0','id':1,'error':{'code':1,'message':{}}}",
                "{'jsonrpc':'2.0','id':1,'error':{'code':99999999999,'message':'y'}}",
                "{'jsonrpc':'2.0','id':1,'error':null,'result':null}",
                "{'jsonrpc':'2.0','id':1.5,'result':{}}",
                "{'jsonrpc':'2.0','id':{},'error':{'code':1,'message':'y'}}",
                "{'jsonrpc':2.0,'id':1,'method':'ping'}",
                "{'jsonrpc':'2.0','id':1,'method':7}",
                "{'jsonrpc':'2.0','id':1,'method':null}",
                "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':'x'}",
                "[{'jsonrpc':'2.0','id':1,'method':'ping'},{'jsonrpc':'2.0','id':2,'method':'ping'}]",
                "\u0000",
                "{\u0000}",
                "\ufeff{'jsonrpc':'2.0','id':1,'method':'ping'}",
                "{'jsonrpc':'2.0','id':1,'method':'ping'} trailing",
                "nul",
                "\"a string\"",
                "{'jsonrpc':'2.0','id':1,'method':'pi\u0001ng'}",
                "NaN",
            })
    void aLineThatIsNoGoodMessageIsAnsweredAndForgotten(String line) {
        List<JsonNode> answers = exchange(line.replace('\'', '"'));

        List<JsonNode> errors =
                answers.stream().filter(answer -> answer.has("error")).toList();
        assertThat(errors).describedAs("%s", answers).hasSize(1);
        assertThat(errors.getFirst().at("/error/code").asInt()).isIn(-32700, -32600);
        assertThat(answers).anySatisfy(StdioHostileTest::isLast);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'jsonrpc':'2.0','id':-9223372036854775808,'method':'ping'}",
                "{'jsonrpc':'2.0','id':9223372036854775807,'method':'ping'}",
                "{'jsonrpc':'2.0','id':0,'method':'ping'}",
                "{'jsonrpc':'2.0','id':'','method':'ping'}",
                "{'jsonrpc':'2.0','id':'\\ud83d\\ude00','method':'ping'}",
            })
    void anIdThatIsOneComesBackAsItWas(String line) {
        JsonNode sent = JsonMapper.shared().readTree(line.replace('\'', '"'));

        assertThat(exchange(line.replace('\'', '"'))).anySatisfy(answer -> {
            assertThat(answer.get("id")).isEqualTo(sent.get("id"));
            assertThat(answer.get("result").isObject()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'error':'x'",
                "'error':{'code':'x'}",
                "'result':null",
                "'result':'x'",
                "'result':[]",
                "'result':{}",
                "'result':{'action':'explode'}",
                "'result':{'action':7}",
                "'result':{'action':'accept','content':'yes'}",
                "'result':{'action':'cancel'}",
            })
    void anOddAnswerToAQuestionOfOursIsNoYesAndTheCallGoesOn(String answer) throws IOException {
        PipedOutputStream client = new PipedOutputStream();
        PipedInputStream fromServer = new PipedInputStream(1 << 16);
        StdioTransport server = server(new PipedInputStream(client), new PipedOutputStream(fromServer));
        Thread.ofVirtual().start(server::serve);
        BufferedReader answers = new BufferedReader(new InputStreamReader(fromServer, StandardCharsets.UTF_8));
        send(
                client,
                INITIALIZE + "{\"jsonrpc\":\"2.0\",\"id\":\"asks\",\"method\":\"tools/call\",\"params\":"
                        + "{\"name\":\"ask\",\"arguments\":{\"text\":\"May I?\"}}}\n");
        JsonNode question = until(answers, "elicitation/create");

        send(client, "{\"jsonrpc\":\"2.0\",\"id\":" + question.get("id") + "," + answer.replace('\'', '"') + "}\n");
        JsonNode result = until(answers, "the human:");
        client.close();

        assertThat(result.toString()).contains("the human: NONE");
    }

    @Test
    void aLineOfAHundredMegabytesIsSkippedWithoutBeingKept() {
        InputStream endless = new InputStream() {
            private int left = 100 << 20;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                int some = Math.min(length, left);
                Arrays.fill(buffer, from, from + some, (byte) 'x');
                left -= some;
                return some > 0 ? some : -1;
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        server(new SequenceInputStream(Collections.enumeration(List.of(bytes(INITIALIZE), endless, bytes(LAST)))), out)
                .serve();

        assertThat(parse(out))
                .anySatisfy(answer ->
                        assertThat(answer.at("/error/message").asString("")).contains("too long"));
        assertThat(parse(out)).anySatisfy(StdioHostileTest::isLast);
    }

    @Test
    void thousandsOfBrokenLinesBreakNothing() {
        Random random = new Random(13);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            lines.add(BrokenMessages.one(random));
        }

        List<JsonNode> answers = exchange(String.join("\n", lines));

        assertThat(answers).hasSizeGreaterThan(1_000).allSatisfy(answer -> {
            assertThat(answer.path("jsonrpc").asString()).isEqualTo("2.0");
            assertThat(answer.toString())
                    .doesNotContain("java.lang", "tools.jackson", "io.modelcontextprotocol", "\\tat ");
        });
        assertThat(answers).anySatisfy(StdioHostileTest::isLast);
    }

    private static void isLast(JsonNode answer) {
        assertThat(answer.path("id").asString("")).isEqualTo("last");
        assertThat(answer.path("result").isObject()).isTrue();
    }

    private static List<JsonNode> exchange(String lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        server(bytes(INITIALIZE + lines + LAST), out).serve();
        return parse(out);
    }

    private static StdioTransport server(InputStream in, OutputStream out) {
        ToolRegistry tools = ToolRegistry.of(Access.READ, Set.of(), List.of(new Tools()));
        return ProtocolServer.stdio(TestOffer.of(() -> tools), () -> {}, in, out);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(PipedOutputStream client, String text) throws IOException {
        client.write(text.getBytes(StandardCharsets.UTF_8));
        client.flush();
    }

    private static JsonNode until(BufferedReader answers, String part) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.contains(part)) {
                return JsonMapper.shared().readTree(line);
            }
        }
        throw new AssertionError("no answer with " + part);
    }

    private static List<JsonNode> parse(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }
}
