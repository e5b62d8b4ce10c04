package io.github.proxmoxmcp.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client with nothing in it that could be measured instead of the server: writes a line, reads a line.
final class RawClient implements AutoCloseable {

    private final Process process;
    private final OutputStream in;
    private final BufferedReader out;
    private final long startedAt;
    private int id;

    private RawClient(Process process, long startedAt) {
        this.process = process;
        this.startedAt = startedAt;
        this.in = process.getOutputStream();
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), 1 << 16);
    }

    /// An answer and how long it took.
    record Answer(double milliseconds, JsonNode result) {

        int textBytes() {
            return bytes(result.at("/content/0/text").asString());
        }

        int structuredBytes() {
            return bytes(result.get("structuredContent").toString());
        }
    }

    static RawClient start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        long now = System.nanoTime();
        return new RawClient(builder.start(), now);
    }

    /// Milliseconds from the spawn to the reply.
    double initialize() throws IOException {
        request(
                "initialize",
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"benchmark\",\"version\":\"1\"}}");
        double milliseconds = (System.nanoTime() - startedAt) / 1e6;
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return milliseconds;
    }

    private static final String META = "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"benchmark\",\"version\":\"1\"},"
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}";

    /// Milliseconds from the spawn to the reply.
    double discover() throws IOException {
        request("server/discover", META);
        return sinceSpawn();
    }

    /// Milliseconds from the spawn to the reply.
    double toolList() throws IOException {
        request("tools/list", "{}");
        return sinceSpawn();
    }

    /// Milliseconds from the spawn to the reply, to a request that stands alone.
    double toolListAlone() throws IOException {
        request("tools/list", META);
        return sinceSpawn();
    }

    private double sinceSpawn() {
        return (System.nanoTime() - startedAt) / 1e6;
    }

    /// Of the process, as the kernel counts it in hundredths of a second; works on Linux only.
    double processorMilliseconds() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0;
    }

    int toolListBytes() throws IOException {
        return bytes(JsonMapper.shared()
                .readTree(request("tools/list", "{}"))
                .get("result")
                .toString());
    }

    Answer call(String tool, Map<String, ?> arguments) throws IOException {
        String parameters = JsonMapper.shared().writeValueAsString(Map.of("name", tool, "arguments", arguments));
        long before = System.nanoTime();
        String answer = request("tools/call", parameters);
        double milliseconds = (System.nanoTime() - before) / 1e6;
        JsonNode result = JsonMapper.shared().readTree(answer).path("result");
        if (!result.path("isError").isBoolean() || result.path("isError").asBoolean()) {
            throw new IllegalStateException(tool + " failed: " + answer);
        }
        return new Answer(milliseconds, result);
    }

    /// Of the process, as the kernel counts it; works on Linux only.
    double residentMegabytes() throws IOException {
        return residentMegabytes(process.pid());
    }

    static double residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024.0;
    }

    private String request(String method, String parameters) throws IOException {
        id++;
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}");
        String answer = out.readLine();
        if (answer == null) {
            throw new IOException(method + " was not answered: the server ended");
        }
        return answer;
    }

    private void send(String line) throws IOException {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
