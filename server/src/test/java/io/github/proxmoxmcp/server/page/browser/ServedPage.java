package io.github.proxmoxmcp.server.page.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The built program, which serves its page on a simulated cluster, and takes calls of tools beside.
public final class ServedPage implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("(https?://[^ ]*)/mcp");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String address;

    /// @param options of `serve`, beside those that every test has
    public ServedPage(Path folder, String... options) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("page.program", "proxmox-mcp"),
                "serve",
                "--http",
                "127.0.0.1:0",
                "--state",
                folder.resolve("page.db").toString()));
        command.addAll(List.of(options));
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader lines = process.errorReader();
            List<String> said = new ArrayList<>();
            address = lines.lines()
                    .peek(said::add)
                    .map(ADDRESS::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the program did not start: " + said));
            Thread.ofVirtual().start(() -> Driver.drain(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return address;
    }

    /// Calls a tool as a client of a model does, in the revision whose requests stand alone.
    public JsonNode call(String tool, Map<String, ?> arguments) {
        Map<String, Object> meta = Map.of(
                "io.modelcontextprotocol/protocolVersion",
                "2026-07-28",
                "io.modelcontextprotocol/clientInfo",
                Map.of("name", "assistant", "version", "1"),
                "io.modelcontextprotocol/clientCapabilities",
                Map.of());
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        1,
                        "method",
                        "tools/call",
                        "params",
                        Map.of("name", tool, "arguments", arguments, "_meta", meta)));
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", tool)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String answer = send(request).body();
        JsonNode result = answer.lines()
                .filter(line -> line.startsWith("{") || line.startsWith("data:"))
                .map(line -> JsonMapper.shared().readTree(line.replaceFirst("^data:", "")))
                .filter(message -> message.has("result") || message.has("error"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no answer: " + answer))
                .path("result");
        if (!result.has("structuredContent")) {
            throw new IllegalStateException(tool + " failed: " + answer);
        }
        return result.path("structuredContent");
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Accept", "text/html")
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        process.onExit().join();
    }
}
