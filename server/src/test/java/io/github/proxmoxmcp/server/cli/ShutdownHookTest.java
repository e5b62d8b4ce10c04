package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is told to end by a signal.
class ShutdownHookTest {

    private static final String INITIALIZE = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
        "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
        """;
    private static final String BACKUP = """
        {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"backup_guest",\
        "arguments":{"guest":"web02"},"_meta":{"progressToken":"p"}}}
        """;

    @TempDir
    private Path folder;

    @Test
    void aSignalEndsTheServerOverHttpWithStatusZero() throws Exception {
        Process server = start("--http", "0", "--http-no-auth");
        try (BufferedReader log = server.errorReader()) {
            assertThat(line(log, "serving http://127.0.0.1:")).isTrue();

            server.destroy();

            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        }
    }

    @Test
    void aSignalEndsTheServerOverStandardInputWithStatusZero() throws Exception {
        Process server = start();
        try (BufferedReader answers = server.inputReader()) {
            server.outputWriter().write("""
                {"jsonrpc":"2.0","id":1,"method":"ping"}
                """);
            server.outputWriter().flush();
            assertThat(line(answers, "\"id\":1")).isTrue();

            // Not Process.destroy: that closes its input too, which ends it as well.
            server.toHandle().destroy();

            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        }
    }

    @Test
    void aSignalInALongBackupAnswersWhoWaitsWithTheTaskThatGoesOn() throws Exception {
        try (DemoCluster slow = slow()) {
            Process server = follow(slow);
            try (BufferedReader answers = server.inputReader()) {
                server.outputWriter().write(INITIALIZE + BACKUP);
                server.outputWriter().flush();
                assertThat(line(answers, "INFO: starting")).isTrue();

                server.toHandle().destroy();

                endsAsRunning(server, found(answers, "\"id\":2"));
            }
        }
    }

    @Test
    void soItDoesOverHttp() throws Exception {
        try (DemoCluster slow = slow();
                HttpClient http = HttpClient.newHttpClient()) {
            Process server = follow(slow, "--http", "0", "--http-no-auth");
            try (BufferedReader log = server.errorReader()) {
                String serving = found(log, "serving http://127.0.0.1:").orElseThrow();
                URI mcp = URI.create(serving.replaceFirst(".*(http://\\S+/mcp).*", "$1"));
                String session = http.send(post(mcp, INITIALIZE).build(), BodyHandlers.ofString())
                        .headers()
                        .firstValue("Mcp-Session-Id")
                        .orElseThrow();
                try (BufferedReader answers = new BufferedReader(new InputStreamReader(
                        http.send(
                                        post(mcp, BACKUP)
                                                .header("Mcp-Session-Id", session)
                                                .build(),
                                        BodyHandlers.ofInputStream())
                                .body(),
                        StandardCharsets.UTF_8))) {
                    assertThat(line(answers, "INFO: starting")).isTrue();

                    server.toHandle().destroy();

                    endsAsRunning(server, found(answers, "\"id\":2"));
                }
            }
        }
    }

    private void endsAsRunning(Process server, Optional<String> answer) throws InterruptedException {
        assertThat(answer)
                .hasValueSatisfying(text ->
                        assertThat(text).contains("\"state\":\"running\"", "\"upid\":\"UPID:", "get_plan plan="));
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(outcomes()).containsExactly("running", "intent");
    }

    private static DemoCluster slow() {
        return DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=20"));
    }

    private static HttpRequest.Builder post(URI mcp, String message) {
        return HttpRequest.newBuilder(mcp)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message));
    }

    @Test
    void theEndOfInputLetsARunningWriteEndAndItsOutcomeReachesClientAndAudit() throws Exception {
        Process server = start("--access", "operate");
        try (BufferedReader answers = server.inputReader()) {
            server.outputWriter().write(INITIALIZE + """
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"power_guest",\
                "arguments":{"guest":"web01","action":"shutdown"},"_meta":{"progressToken":"p"}}}
                """);
            server.outputWriter().flush();
            assertThat(line(answers, "notifications/progress")).isTrue();

            server.outputWriter().close();

            assertThat(line(answers, "\"state\":\"ok\"")).isTrue();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        }
        assertThat(outcomes()).containsExactly("done", "intent");
    }

    private List<String> outcomes() {
        try (Store store =
                Stores.open(StoreLocation.parse(folder.resolve("state.db").toString()), InstantSource.system())) {
            return store.audit().list(Optional.empty(), Optional.empty(), 10).stream()
                    .map(AuditEntry::outcome)
                    .toList();
        }
    }

    private Process follow(DemoCluster demo, String... options) throws IOException {
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(List.of(
                "serve",
                "--access",
                "operate",
                "--state",
                folder.resolve("state.db").toString()));
        command.addAll(List.of(options));
        ProcessBuilder server = new ProcessBuilder(command);
        server.environment().putAll(RunningServer.environment(demo, TokenLevel.FULL));
        return server.start();
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(
                List.of("serve", "--demo", "--state", folder.resolve("state.db").toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }

    private static boolean line(BufferedReader from, String part) throws IOException {
        return found(from, part).isPresent();
    }

    private static Optional<String> found(BufferedReader from, String part) throws IOException {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            if (line.contains(part)) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }
}
