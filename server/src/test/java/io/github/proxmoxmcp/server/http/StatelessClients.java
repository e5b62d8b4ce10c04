package io.github.proxmoxmcp.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sends requests of the revision 2026-07-28 over HTTP, with headers as they should be.
final class StatelessClients implements AutoCloseable {

    static final String VERSION = "2026-07-28";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;

    StatelessClients(int port) {
        address = URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    static Map<String, Object> meta(Map<String, Object> capabilities) {
        return new LinkedHashMap<>(Map.of(
                "io.modelcontextprotocol/protocolVersion",
                VERSION,
                "io.modelcontextprotocol/clientInfo",
                Map.of("name", "tester", "version", "1"),
                "io.modelcontextprotocol/clientCapabilities",
                capabilities));
    }

    static String message(Object id, String method, Map<String, ?> params, Map<String, Object> meta) {
        Map<String, Object> all = new LinkedHashMap<>(params);
        all.put("_meta", meta);
        return JsonMapper.shared()
                .writeValueAsString(Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", all));
    }

    /// A request, without the headers that repeat what is in it.
    HttpRequest.Builder bare(String token, String message) {
        return HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(message));
    }

    HttpRequest.Builder request(String token, String method, Map<String, ?> params, Map<String, Object> meta) {
        HttpRequest.Builder request = bare(token, message(7, method, params, meta))
                .header("MCP-Protocol-Version", VERSION)
                .header("Mcp-Method", method);
        Optional.<Object>ofNullable(params.get(method.equals("resources/read") ? "uri" : "name"))
                .ifPresent(name -> request.header("Mcp-Name", name.toString()));
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// What a request is answered with, whichever form it comes in.
    JsonNode answer(String token, String method, Map<String, ?> params, Map<String, Object> capabilities) {
        return last(send(request(token, method, params, meta(capabilities))).body());
    }

    JsonNode call(String token, String tool, Map<String, ?> arguments, Map<String, Object> capabilities) {
        return answer(token, "tools/call", Map.of("name", tool, "arguments", arguments), capabilities);
    }

    /// The last message of an answer.
    static JsonNode last(String body) {
        String json = body.startsWith("{")
                ? body
                : body.lines()
                        .filter(line -> line.startsWith("data: "))
                        .reduce((_, line) -> line)
                        .orElseThrow(() -> new AssertionError("no message in " + body))
                        .substring("data: ".length());
        return JsonMapper.shared().readTree(json);
    }

    HttpResponse<InputStream> stream(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
