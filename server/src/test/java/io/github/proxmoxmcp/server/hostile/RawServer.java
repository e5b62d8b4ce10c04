package io.github.proxmoxmcp.server.hostile;

import io.github.proxmoxmcp.server.RunningServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server as a process of its own, whose every message is kept as it came: questions to a human, progress and
/// errors among them.
final class RawServer implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final List<JsonNode> messages = new ArrayList<>();
    private int id;

    RawServer(Map<String, String> environment, Path errors, String... options) throws IOException {
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        in = process.inputReader(StandardCharsets.UTF_8);
        out = process.outputWriter(StandardCharsets.UTF_8);
        ask(
                "initialize",
                Map.of(
                        "protocolVersion", "2025-06-18",
                        "capabilities", Map.of("elicitation", Map.of()),
                        "clientInfo", Map.of("name", HostileProxy.ATTACK, "version", HostileProxy.ATTACK)));
        send(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
    }

    /// Everything that the server said so far.
    List<JsonNode> messages() {
        return messages;
    }

    JsonNode call(String tool, Map<String, Object> arguments) throws IOException {
        return ask("tools/call", Map.of("name", tool, "arguments", arguments, "_meta", Map.of("progressToken", tool)))
                .path("result");
    }

    /// Asks and waits for the answer. The human at this client lets commands run in guests, and says no to all else.
    JsonNode ask(String method, Map<String, Object> parameters) throws IOException {
        int mine = ++id;
        Map<String, Object> request = new LinkedHashMap<>(Map.of("jsonrpc", "2.0", "id", mine, "method", method));
        request.put("params", parameters);
        send(request);
        while (true) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the server ended while it was asked " + request);
            }
            JsonNode message = JSON.readTree(line);
            messages.add(message);
            if (message.has("method") && message.has("id")) {
                boolean harmless = message.toString().contains("/agent/exec");
                send(Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        message.get("id"),
                        "result",
                        Map.of("action", harmless ? "accept" : "decline", "content", Map.of("allow", harmless))));
            } else if (message.path("id").asInt(0) == mine) {
                return message;
            }
        }
    }

    private void send(Map<String, Object> message) throws IOException {
        out.write(JSON.writeValueAsString(message));
        out.newLine();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
