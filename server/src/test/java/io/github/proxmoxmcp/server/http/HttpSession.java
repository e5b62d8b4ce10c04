package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of one session over streamable HTTP that shows every status and tries nothing twice.
public final class HttpSession implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger ids = new AtomicInteger(1);
    private final String url;
    private final Optional<String> token;
    private final String id;

    private HttpSession(String url, Optional<String> token, Optional<String> id) {
        this.url = url;
        this.token = token;
        this.id = id.orElseGet(() -> {
            HttpResponse<String> opened = send(request().POST(body(WebFixture.INITIALIZE)));
            assertThat(opened.statusCode()).describedAs(opened.body()).isEqualTo(200);
            return opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        });
    }

    public static HttpSession open(String url, Optional<String> token) {
        return new HttpSession(url, token, Optional.empty());
    }

    /// This session at another address, or with another token.
    public HttpSession at(String otherUrl, Optional<String> otherToken) {
        return new HttpSession(otherUrl, otherToken, Optional.of(id));
    }

    /// What a tool answers; fails where there is no answer, or an error.
    public JsonNode call(String tool, Map<String, ?> arguments) {
        JsonNode result = result(rpc("tools/call", Map.of("name", tool, "arguments", arguments)));
        assertThat(result.path("isError").asBoolean())
                .describedAs(result.toString())
                .isFalse();
        return result.path("structuredContent");
    }

    /// Calls a tool; an error in words counts as an answer.
    public JsonNode attempt(String tool, Map<String, ?> arguments) {
        return result(rpc("tools/call", Map.of("name", tool, "arguments", arguments)));
    }

    public static JsonNode result(HttpResponse<String> response) {
        assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(200);
        String json = response.body().startsWith("{")
                ? response.body()
                : response.body()
                        .lines()
                        .filter(line -> line.startsWith("data: ") && line.contains("\"result\""))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(response.body()))
                        .substring(6);
        JsonNode answer = JsonMapper.shared().readTree(json);
        assertThat(answer.has("result")).describedAs(json).isTrue();
        return answer.get("result");
    }

    public HttpResponse<String> rpc(String method, Map<String, ?> params) {
        return send(request()
                .header("Mcp-Session-Id", id)
                .POST(body(JsonMapper.shared()
                        .writeValueAsString(Map.of(
                                "jsonrpc", "2.0", "id", ids.incrementAndGet(), "method", method, "params", params)))));
    }

    /// Listens to what the server has to say; the data of its events.
    public BlockingQueue<String> listen() {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        HttpResponse<InputStream> stream;
        try {
            stream = client.send(
                    request().header("Mcp-Session-Id", id).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(stream.statusCode()).isEqualTo(200);
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data: ")) {
                        events.add(line);
                    }
                }
            } catch (IOException _) {
                // The server or the test has ended.
            }
        });
        return events;
    }

    public int end() {
        return send(request().header("Mcp-Session-Id", id).DELETE()).statusCode();
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        token.ifPresent(given -> request.header("Authorization", "Bearer " + given));
        return request;
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
