package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/// The built program, which serves over HTTP without tokens and without a limit of calls.
final class ServedProgram implements AutoCloseable {

    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{},\"clientInfo\":{\"name\":\"benchmark\",\"version\":\"1\"}}}";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final Process process;
    private final String url;

    private ServedProgram(Process process) throws IOException {
        this.process = process;
        this.url = url(process);
    }

    /// @param program what `serve` follows
    /// @param state file or JDBC URL
    static ServedProgram start(List<String> program, String cluster, ConnectionSettings connection, String state)
            throws IOException {
        Path configuration = configuration(cluster, connection);
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "serve",
                "--state",
                state,
                "--config",
                configuration.toString(),
                "--http",
                "127.0.0.1:0",
                "--http-no-auth"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment(connection));
        return new ServedProgram(builder.start());
    }

    /// A configuration file that follows a cluster; the token is read from [#environment].
    static Path configuration(String cluster, ConnectionSettings connection) throws IOException {
        Path configuration = Files.createTempFile("served", ".yaml");
        Files.writeString(
                configuration, """
                    clusters:
                      %s:
                        url: %s
                        token_env: BENCHMARK_TOKEN
                        fingerprint: "%s"
                    http:
                      rate:
                        per_second: 1000000
                        burst: 1000000
                    """.formatted(cluster, connection.endpoints().getFirst(), fingerprint(connection)));
        return configuration;
    }

    static Map<String, String> environment(ConnectionSettings connection) {
        return Map.of("BENCHMARK_TOKEN", token(connection), "PROXMOX_MCP_LOG", "warn");
    }

    private static String fingerprint(ConnectionSettings connection) {
        return ((Trust.Fingerprint) connection.trust()).sha256();
    }

    private static String token(ConnectionSettings connection) {
        return ((ApiToken) connection.credentials()).authorization().replaceFirst("PVEAPIToken=", "");
    }

    private static String url(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("serving http")) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(System.err::println));
                return line.replaceFirst(".*serving (\\S+).*", "$1");
            }
            System.err.println(line);
        }
        throw new IOException("the server ended");
    }

    /// A session's id.
    String open() {
        return send(HttpRequest.newBuilder(URI.create(url)), INITIALIZE)
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    /// The answer as it came; one that is an error ends the measurement.
    String call(String session, String tool, Map<String, ?> arguments) {
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        2,
                        "method",
                        "tools/call",
                        "params",
                        Map.of("name", tool, "arguments", arguments)));
        String answer = send(HttpRequest.newBuilder(URI.create(url)).header("Mcp-Session-Id", session), body)
                .body();
        if (!answer.contains("\"isError\":false")) {
            throw new IllegalStateException(tool + " " + arguments + " failed: " + answer);
        }
        return answer;
    }

    String list(String session) {
        return send(
                        HttpRequest.newBuilder(URI.create(url)).header("Mcp-Session-Id", session),
                        "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"}")
                .body();
    }

    String discover() {
        return alone("server/discover", Map.of());
    }

    String listAlone() {
        return alone("tools/list", Map.of());
    }

    /// The answer as it came, of a request that stands alone; one that is an error ends the measurement.
    String callAlone(String tool, Map<String, ?> arguments) {
        String answer = alone("tools/call", Map.of("name", tool, "arguments", arguments));
        if (!answer.contains("\"isError\":false")) {
            throw new IllegalStateException(tool + " " + arguments + " failed: " + answer);
        }
        return answer;
    }

    private String alone(String method, Map<String, ?> params) {
        Map<String, Object> all = new LinkedHashMap<>(params);
        all.put(
                "_meta",
                Map.of(
                        "io.modelcontextprotocol/protocolVersion",
                        "2026-07-28",
                        "io.modelcontextprotocol/clientCapabilities",
                        Map.of()));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method);
        if (params.get("name") instanceof String name) {
            request.header("Mcp-Name", name);
        }
        return send(
                        request,
                        JsonMapper.shared()
                                .writeValueAsString(Map.of("jsonrpc", "2.0", "id", 2, "method", method, "params", all)))
                .body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String body) {
        try {
            HttpResponse<String> response = client.send(
                    request.header("Content-Type", "application/json")
                            .header("Accept", "application/json, text/event-stream")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + ": " + response.body());
            }
            return response;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    double residentMegabytes() throws IOException {
        return RawClient.residentMegabytes(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
