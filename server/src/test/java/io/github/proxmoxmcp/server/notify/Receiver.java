package io.github.proxmoxmcp.server.notify;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A web server that is told things: it keeps them, and answers with a status, or not at all.
public final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile boolean silent;

    /// What came in.
    public record Request(String method, String path, Map<String, String> headers, String body) {

        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            if (silent) {
                hold();
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    private void hold() {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public void answers(int other) {
        status = other;
    }

    /// From now on it takes requests and does not answer them.
    void hangs() {
        silent = true;
    }

    /// From now on it answers again.
    void answersAgain() {
        silent = false;
    }

    public List<Request> requests() {
        return requests;
    }

    /// The notices of all messages as `NEWS subject`, in the order in which they came.
    public List<String> told() {
        return requests.stream()
                .flatMap(request -> request.json().path("notices").valueStream())
                .map(notice -> notice.path("news").asString() + " "
                        + notice.path("subject").asString())
                .toList();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
