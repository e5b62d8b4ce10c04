package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.auth.BearerTokens;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.guard.WriteCounters;
import io.github.proxmoxmcp.server.mcp.TestOffer;
import io.github.proxmoxmcp.server.notify.NotifyCounters;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A server over HTTP with small tools, a real store, and a clock that only goes on when told.
final class WebFixture implements AutoCloseable {

    static final String INITIALIZE = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
        "clientInfo":{"name":"t","version":"1"}}}\
        """;
    static final String LIST = """
        {"jsonrpc":"2.0","id":2,"method":"tools/list"}\
        """;

    record Word(String text) {}

    /// One tool for each level, and one that waits until it is interrupted.
    static final class Tools {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final CountDownLatch working = new CountDownLatch(1);
        final CompletableFuture<String> worked = new CompletableFuture<>();

        @Tool(
                name = "say",
                title = "Say",
                description = "Says it.",
                effect = Effect.READ,
                needs = {})
        Answer<Word> say(Word word, Caller caller) {
            caller.progress().report(1, Optional.of(2.0), "half");
            return Answer.of(new Word(word.text() + " to " + caller.principal() + " " + caller.access()));
        }

        @Tool(
                name = "act",
                title = "Act",
                description = "Acts.",
                effect = Effect.OPERATE,
                needs = {})
        Answer<Word> act(Word word) {
            return Answer.of(word);
        }

        @Tool(
                name = "destroy",
                title = "Destroy",
                description = "Destroys.",
                effect = Effect.DESTRUCTIVE,
                needs = {})
        Answer<Word> destroy(Word word) {
            return Answer.of(word);
        }

        @Tool(
                name = "ask",
                title = "Ask",
                description = "Asks a human.",
                effect = Effect.READ,
                needs = {})
        Answer<Word> ask(Word word, Caller caller) {
            return Answer.of(new Word("heard " + caller.human().confirm("a plan", word.text())));
        }

        @Tool(
                name = "work",
                title = "Work",
                description = "Acts until told to end.",
                effect = Effect.OPERATE,
                needs = {})
        Answer<Word> work(Word word) {
            working.countDown();
            try {
                goOn.await();
                worked.complete("to the end");
            } catch (InterruptedException _) {
                worked.complete("interrupted");
            }
            return Answer.of(word);
        }

        @Tool(
                name = "break",
                title = "Break",
                description = "Breaks.",
                effect = Effect.READ,
                needs = {})
        Answer<Word> breakDown(Word word) {
            throw new IllegalStateException("secret " + word.text());
        }

        @Tool(
                name = "wait",
                title = "Wait",
                description = "Waits.",
                effect = Effect.READ,
                needs = {})
        Answer<Word> waitFor(Word word) throws InterruptedException {
            entered.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return Answer.of(word);
        }
    }

    final Tools tools = new Tools();
    final Store store;
    final WebServer server;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    private final BearerTokens tokens;
    private final HttpClient client = HttpClient.newHttpClient();

    WebFixture(Path folder, HttpSettings settings) {
        InstantSource clock = now::get;
        store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), clock);
        tokens = new BearerTokens(store::accessTokens, clock, new SecureRandom(), 1_000);
        ToolRegistry registry = ToolRegistry.of(Access.ADMIN, Set.of(), List.of(tools));
        server = HttpService.start(
                settings,
                Access.OPERATE,
                TestOffer.of(() -> registry),
                () -> new Backend(store, List.of()),
                new WriteCounters(),
                PolicySettings.usual(),
                new NotifyCounters(),
                clock);
    }

    static HttpSettings settings() {
        return settings(new HttpSettings.Sessions(100, Duration.ofMinutes(30)), new HttpSettings.Rate(1_000, 1_000));
    }

    static HttpSettings settings(HttpSettings.OAuth oauth) {
        return settings(
                new HttpSettings.Sessions(100, Duration.ofMinutes(30)),
                new HttpSettings.Rate(1_000, 1_000),
                Optional.of(oauth));
    }

    static HttpSettings settings(HttpSettings.Sessions sessions, HttpSettings.Rate rate) {
        return settings(sessions, rate, Optional.empty());
    }

    private static HttpSettings settings(
            HttpSettings.Sessions sessions, HttpSettings.Rate rate, Optional<HttpSettings.OAuth> oauth) {
        return new HttpSettings(
                "127.0.0.1",
                0,
                false,
                Optional.empty(),
                false,
                false,
                true,
                Optional.empty(),
                List.of(),
                List.of("https://pages.example"),
                new HttpSettings.Limits(100_000, sessions, rate),
                oauth);
    }

    String token(String name, Access access) {
        return token(name, access, Duration.ofHours(1));
    }

    String token(String name, Access access, Duration life) {
        return tokens.add(name, access, Optional.empty(), Optional.of(life)).orElseThrow();
    }

    Instant now() {
        return now.get();
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    /// A POST to `/mcp` as a client should make it.
    HttpRequest.Builder post(String token, String body) {
        return request("/mcp")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpClient client() {
        return client;
    }

    /// Opens a session and returns its id.
    String open(String token) {
        HttpResponse<String> answer = send(post(token, INITIALIZE));
        assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
    }

    HttpResponse<String> send(String token, String session, String body) {
        return send(post(token, body).header("Mcp-Session-Id", session));
    }

    static String call(int id, String tool, String meta) {
        return """
            {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":{"text":"hi"}%s}}\
            """.formatted(id, tool, meta);
    }

    /// What comes back for bytes that no HTTP client would send.
    String raw(String bytes) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    static boolean soon(CountDownLatch latch) throws InterruptedException {
        return latch.await(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        tools.goOn.countDown();
        server.close();
        store.close();
        client.close();
    }
}
