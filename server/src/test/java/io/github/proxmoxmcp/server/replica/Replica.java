package io.github.proxmoxmcp.server.replica;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.server.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server over HTTP as a process of its own, one of several on a store.
final class Replica implements AutoCloseable {

    private static final Pattern SERVING = Pattern.compile("serving (http://127\\.0\\.0\\.1:\\d+)/mcp");

    private final Process process;
    private final CompletableFuture<URI> address = new CompletableFuture<>();

    private Replica(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    static Replica start(DemoCluster demo, String state, String... options) {
        List<String> command = new ArrayList<>(RunningServer.command());
        command.addAll(List.of("serve", "--http", "127.0.0.1:0", "--state", state));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(RunningServer.environment(demo, TokenLevel.FULL));
        try {
            return new Replica(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        StringBuilder all = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.append(line).append('\n');
                System.err.println(process.pid() + " " + line);
                Matcher serving = SERVING.matcher(line);
                if (serving.find()) {
                    address.complete(URI.create(serving.group(1)));
                }
            }
        } catch (IOException _) {
            // It was killed.
        }
        address.completeExceptionally(new AssertionError("it ended before it served: " + all));
    }

    URI address() {
        try {
            return address.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    String url() {
        return address() + "/mcp";
    }

    long pid() {
        return process.pid();
    }

    /// Stops the process with SIGTERM, as a supervisor does.
    Process terminate() {
        process.destroy();
        return process;
    }

    /// Kills the process, as a power failure does.
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
