package io.github.proxmoxmcp.server.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/// A session over streamable HTTP whose messages are written by hand.
final class RawClient {

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final String token;
    private final String session;

    RawClient(int port, String token) {
        this.address = URI.create("http://127.0.0.1:" + port + "/mcp");
        this.token = token;
        this.session = send(WebFixture.INITIALIZE, "")
                .join()
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    /// What a tool answers, as JSON or as events.
    String call(String tool, String arguments) {
        return send(request(2, tool, arguments)).join().body();
    }

    static String request(int id, String tool, String arguments) {
        return """
            {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":%s}}\
            """.formatted(id, tool, arguments);
    }

    CompletableFuture<HttpResponse<String>> send(String message) {
        return send(message, session);
    }

    private CompletableFuture<HttpResponse<String>> send(String message, String session) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(message));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Any other page of the server.
    String get(String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(address.resolve(path))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
