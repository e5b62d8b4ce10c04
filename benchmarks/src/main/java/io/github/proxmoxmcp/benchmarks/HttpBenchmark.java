package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.json.JsonMapper;

/// Many clients of one server over HTTP, all in this process, which so takes its part of the processor too.
final class HttpBenchmark {

    private static final int CLIENTS = 64;
    private static final int IDLE = 1_000;
    private static final Duration LENGTH = Duration.ofMinutes(1);
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{},\"clientInfo\":{\"name\":\"benchmark\",\"version\":\"1\"}}}";

    /// What a client asks, in turn, all of it answered from the memory. `get_guest` of a running guest is not among
    /// it: it asks Proxmox what waits for the next start.
    private static final List<Map.Entry<String, Map<String, ?>>> CALLS = List.of(
            Map.entry("list_vms", Map.of("tag", "web", "limit", 20)),
            Map.entry("list_containers", Map.of("name", "web", "limit", 20)),
            Map.entry("list_vms", Map.of("status", "running", "node", "pve7", "limit", 20)),
            Map.entry("query_state", Map.of("sql", "select status, count(*) as n from guests group by status")),
            Map.entry("list_nodes", Map.of()));

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final Process server;
    private final String url;

    private HttpBenchmark(Process server, String url) {
        this.server = server;
        this.url = url;
    }

    /// @param program what `serve` follows
    static void run(List<String> program, Path folder) throws IOException {
        System.out.println("## " + CLIENTS + " clients over HTTP, 10,000 guests");
        Path configuration = folder.resolve("http.yaml");
        Files.writeString(configuration, "http:\n  rate:\n    per_second: 1000000\n    burst: 1000000\n");
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "serve",
                "--state",
                folder.resolve("http.db").toString(),
                "--config",
                configuration.toString(),
                "--http",
                "127.0.0.1:0",
                "--http-no-auth"));
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=32,guests=10000,seed=1,pace=0"))) {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment()
                    .putAll(Map.of(
                            "PROXMOX_URL", demo.url().toString(),
                            "PROXMOX_TOKEN", demo.token(TokenLevel.FULL),
                            "PROXMOX_FINGERPRINT", demo.fingerprint(),
                            "PROXMOX_MCP_LOG", "warn"));
            Process process = builder.start();
            try {
                new HttpBenchmark(process, url(process)).measure();
            } finally {
                process.destroy();
            }
        }
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

    private void measure() {
        call(open(), 1, "list_vms", Map.of("fresh", true, "limit", 1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all(threads, WARM_UP);
            long begun = System.nanoTime();
            double cpu = cpuSeconds();
            Map<String, Figures> figures = new TreeMap<>();
            int calls = all(threads, LENGTH).stream()
                    .mapToInt(client -> {
                        client.forEach((tool, times) -> {
                            Figures all = figures.computeIfAbsent(tool, name -> new Figures(name + ", ms"));
                            times.forEach(all::add);
                        });
                        return client.values().stream().mapToInt(List::size).sum();
                    })
                    .sum();
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "%d calls, none failed: %.0f a second; the server took %.2f processors%n",
                    calls, calls / seconds, (cpuSeconds() - cpu) / seconds);
            figures.values().forEach(System.out::println);
        }
        double before = residentMegabytes();
        for (int session = 0; session < IDLE; session++) {
            open();
        }
        System.out.printf("%d idle sessions: %.1f MB before, %.1f MB after%n", IDLE, before, residentMegabytes());
    }

    private List<Map<String, List<Double>>> all(ExecutorService threads, Duration length) {
        long end = System.nanoTime() + length.toNanos();
        List<Future<Map<String, List<Double>>>> clients = new ArrayList<>();
        for (int number = 0; number < CLIENTS; number++) {
            int first = number;
            clients.add(threads.submit(() -> converse(first, end)));
        }
        List<Map<String, List<Double>>> done = new ArrayList<>();
        for (Future<Map<String, List<Double>>> one : clients) {
            try {
                done.add(one.get());
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return done;
    }

    private Map<String, List<Double>> converse(int first, long end) {
        Map<String, List<Double>> times = new TreeMap<>();
        String session = open();
        for (int number = first; System.nanoTime() < end; number++) {
            Map.Entry<String, Map<String, ?>> call = CALLS.get(number % CALLS.size());
            double milliseconds = Figures.wall(() -> call(session, 2, call.getKey(), call.getValue()));
            times.computeIfAbsent(call.getKey(), _ -> new ArrayList<>()).add(milliseconds);
        }
        return times;
    }

    private String open() {
        return send(HttpRequest.newBuilder(URI.create(url)), INITIALIZE)
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    private void call(String session, int id, String tool, Map<String, ?> arguments) {
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        id,
                        "method",
                        "tools/call",
                        "params",
                        Map.of("name", tool, "arguments", arguments)));
        String answer = send(HttpRequest.newBuilder(URI.create(url)).header("Mcp-Session-Id", session), body)
                .body();
        if (!answer.contains("\"isError\":false")) {
            throw new IllegalStateException(tool + " failed: " + answer);
        }
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

    private double cpuSeconds() {
        return server.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    private double residentMegabytes() {
        try {
            return RawClient.residentMegabytes(server.pid());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
