package io.github.proxmoxmcp.server.page.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Optional<String> token;

    /// @param options of `serve`, beside those that every test has
    public ServedPage(Path folder, String... options) {
        this(folder, Optional.empty(), Map.of(), options);
    }

    /// @param token that calls of tools are sent with
    /// @param options of `serve`, beside those that every test has
    public ServedPage(Path folder, Optional<String> token, Map<String, String> environment, String... options) {
        this.token = token;
        List<String> command = new ArrayList<>(List.of("serve", "--http", "127.0.0.1:0"));
        command.addAll(List.of(options));
        try {
            process = program(folder, environment, command)
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

    /// What the program prints when it is asked for something on the memory in this folder.
    public static String run(Path folder, Map<String, String> environment, String... command) {
        try {
            Process asked = program(folder, environment, List.of(command)).start();
            String out = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(asked.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (asked.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + out + errors);
            }
            return out.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ProcessBuilder program(Path folder, Map<String, String> environment, List<String> options) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("page.program", "proxmox-mcp")));
        command.addAll(options);
        command.addAll(List.of("--state", folder.resolve("page.db").toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    public String address() {
        return address;
    }

    /// The same by its name, as browsers want it for passkeys.
    public String localhost() {
        return address.replace("127.0.0.1", "localhost");
    }

    /// Calls a tool as a client of a model does, in the revision whose requests stand alone.
    public JsonNode call(String tool, Map<String, ?> arguments) {
        JsonNode result = ask("tools/call", tool, Map.of("name", tool, "arguments", arguments));
        if (!result.has("structuredContent")) {
            throw new IllegalStateException(tool + " failed: " + result);
        }
        return result.path("structuredContent");
    }

    /// The result of a request in the same revision.
    ///
    /// @param name the tool or address that it is about
    JsonNode ask(String method, String name, Map<String, ?> params) {
        Map<String, Object> meta = Map.of(
                "io.modelcontextprotocol/protocolVersion",
                "2026-07-28",
                "io.modelcontextprotocol/clientInfo",
                Map.of("name", "assistant", "version", "1"),
                "io.modelcontextprotocol/clientCapabilities",
                Map.of());
        Map<String, Object> all = new LinkedHashMap<>(params);
        all.put("_meta", meta);
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", all));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method)
                .header("Mcp-Name", name)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        String answer = send(request.build()).body();
        return answer.lines()
                .filter(line -> line.startsWith("{") || line.startsWith("data:"))
                .map(line -> JsonMapper.shared().readTree(line.replaceFirst("^data:", "")))
                .filter(message -> message.has("result") || message.has("error"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no answer: " + answer))
                .path("result");
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
