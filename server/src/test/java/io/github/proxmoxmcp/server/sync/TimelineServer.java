package io.github.proxmoxmcp.server.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.proxmoxmcp.server.sync.Timeline.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Answers as the API did at one step of a timeline.
final class TimelineServer implements AutoCloseable {

    private static final String API = "/api2/json";
    private static final String PERMISSIONS = "GET /access/permissions";
    private static final String AUDITOR = Stream.of("/", "/access", "/nodes", "/pool", "/sdn", "/storage", "/vms")
            .map(path -> "\"" + path + "\":{\"Datastore.Audit\":1,\"Pool.Audit\":1,\"SDN.Audit\":1,\"Sys.Audit\":1,"
                    + "\"VM.Audit\":1}")
            .collect(Collectors.joining(",", "{\"data\":{", "}}"));

    private final HttpServer server;
    private final Recorded unrecorded;
    private final Set<String> everAsked = new HashSet<>();
    private volatile Map<String, Recorded> now = Map.of();

    private TimelineServer(HttpServer server, Recorded unrecorded) {
        this.server = server;
        this.unrecorded = unrecorded;
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /// Over plain HTTP: what TLS does is tested elsewhere.
    ///
    /// @param unrecorded the answer to requests that the timeline says nothing of
    static TimelineServer start(Recorded unrecorded) {
        try {
            return new TimelineServer(HttpServer.create(anyPort(), 64), unrecorded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As a real cluster's node does.
    static TimelineServer start(Recorded unrecorded, SSLContext tls) {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), 64);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new TimelineServer(server, unrecorded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    URI url() {
        return URI.create((server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort());
    }

    /// From now on answers are those of this step. A request that was answered before and is not now hangs in the
    /// recording; here the node cannot be reached.
    void show(Timeline.Step step) {
        now = step.answers();
        everAsked.addAll(step.answers().keySet());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            // Recordings name a task as it is, a client encodes its signs.
            String path = exchange.getRequestURI()
                    .toString()
                    .replace("%3A", ":")
                    .replace("%40", "@")
                    .replace("%21", "!");
            String label =
                    exchange.getRequestMethod() + " " + (path.startsWith(API) ? path.substring(API.length()) : path);
            Recorded answer = Optional.ofNullable(now.get(label))
                    .or(() -> inForce(label))
                    .orElse(everAsked.contains(label) ? new Recorded(595, "") : others(label));
            if (answer.status() == 0) {
                return;
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /// A timeline of pools that says nothing of rights was seen with a token that saw all pools.
    private Recorded others(String label) {
        return label.equals(PERMISSIONS) && everAsked.contains("GET /pools") && unrecorded.status() == 501
                ? new Recorded(200, AUDITOR)
                : unrecorded;
    }

    /// The first recordings have no configurations in force. They stand in what is pending; where that was not recorded
    /// nothing waited, and what is wanted is in force.
    private Optional<Recorded> inForce(String label) {
        String wanted = label.replace("config?current=1", "config");
        if (wanted.equals(label) || everAsked.contains(label)) {
            return Optional.empty();
        }
        Optional<Recorded> config = Optional.ofNullable(now.get(wanted));
        return config.filter(answer -> answer.status() == 200)
                .flatMap(_ -> Optional.ofNullable(now.get(wanted.replace("config", "pending"))))
                .filter(answer -> answer.status() == 200)
                .map(answer -> new Recorded(200, values(answer.body())))
                .or(() -> config);
    }

    private static String values(String pending) {
        JsonMapper json = new JsonMapper();
        ObjectNode options = json.createObjectNode();
        for (JsonNode row : json.readTree(pending).path("data")) {
            if (row.has("value")) {
                options.set(row.path("key").asString(), row.path("value"));
            }
        }
        return json.writeValueAsString(json.createObjectNode().set("data", options));
    }

    static Recorded refusal(int status, String message) {
        return new Recorded(status, "{\"data\":null,\"message\":\"" + message + "\"}");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
