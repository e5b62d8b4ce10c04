package io.github.proxmoxmcp.server.replica;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A plain proxy: each request goes to the next server that says it is ready, without a look at its session.
final class RoundRobin implements AutoCloseable {

    private static final Set<String> OWN = Set.of("host", "content-length", "connection", "transfer-encoding");

    private final List<URI> servers = new CopyOnWriteArrayList<>();
    private final Set<URI> ready = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor();
    private final HttpServer proxy;

    RoundRobin() {
        try {
            proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        proxy.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        proxy.createContext("/", this::forward);
        proxy.start();
        var _ = checks.scheduleWithFixedDelay(() -> servers.forEach(this::check), 0, 200, TimeUnit.MILLISECONDS);
    }

    String url() {
        return "http://127.0.0.1:" + proxy.getAddress().getPort() + "/mcp";
    }

    void add(URI server) {
        servers.add(server);
    }

    boolean isReady(URI server) {
        return ready.contains(server);
    }

    private void check(URI server) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status == 200) {
                ready.add(server);
            } else {
                ready.remove(server);
            }
        } catch (IOException e) {
            ready.remove(server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            for (int attempt = 0; attempt < 5; attempt++) {
                List<URI> candidates = servers.stream().filter(ready::contains).toList();
                if (candidates.isEmpty()) {
                    break;
                }
                URI server = candidates.get(Math.floorMod(next.getAndIncrement(), candidates.size()));
                try {
                    forward(exchange, server, body);
                    return;
                } catch (ConnectException e) {
                    // Nothing was sent: the next one may have it.
                    ready.remove(server);
                }
            }
            exchange.sendResponseHeaders(502, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(HttpExchange exchange, URI server, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.headers().map().forEach((name, values) -> {
            if (!OWN.contains(name) && !name.startsWith(":")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        boolean empty = answer.statusCode() == 202 || answer.statusCode() == 204;
        exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : 0);
        try (InputStream in = answer.body()) {
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0 && !empty; read = in.read(buffer)) {
                exchange.getResponseBody().write(buffer, 0, read);
                exchange.getResponseBody().flush();
            }
        }
    }

    @Override
    public void close() {
        checks.shutdownNow();
        proxy.stop(0);
        client.shutdownNow();
    }
}
