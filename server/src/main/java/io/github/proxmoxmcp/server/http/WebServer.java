package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.server.auth.Admission;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.mcp.JsonRpcError;
import io.github.proxmoxmcp.server.mcp.WebSessions;
import io.github.proxmoxmcp.server.metrics.Metrics;
import io.github.proxmoxmcp.server.page.Assets;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Jetty with a virtual thread for each request, and nothing of servlets.
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final Logger ACCESS = LoggerFactory.getLogger("io.github.proxmoxmcp.access");

    static final List<String> PATHS =
            List.of("/mcp", "/sse", "/messages", "/health", "/ready", "/metrics", ResourceMetadata.PATH);

    private static final String OTHER = "other";

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration SLOWEST = Duration.ofSeconds(20);

    /// Java's 50 are soon full where clients begin together and the machine is busy, and the kernel resets what it had
    /// no place for after the client has sent its request. The system may allow fewer.
    private static final int MAX_NOT_ACCEPTED = 1_024;
    private static final int HEADERS = 16 << 10;

    private static final int CONNECTIONS_BESIDE_SESSIONS = 1_000;

    private static final String ALLOWED_HEADERS =
            "Authorization, Content-Type, Accept, Mcp-Session-Id, MCP-Protocol-Version, Mcp-Method, Mcp-Name,"
                    + " Last-Event-ID";

    private final HttpSettings settings;
    private final RequestGate door;
    private final McpEndpoint mcp;
    private final StatusEndpoint status;
    private final Optional<ResourceMetadata> resource;
    private final Optional<PageEndpoint> page;
    private final Metrics metrics;
    private final SlowHeads slow;
    private final ConnectionShares shares;
    private final WebSessions sessions;
    private final Server server;
    private final ServerConnector connector;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sweeper").factory());
    private volatile boolean closing;

    /// What a caller may take of the server's time and place.
    ///
    /// @param patience how long the head of a request may take to come, and its body
    /// @param connections how many there may be, of which one principal may have half
    record Bounds(Duration patience, int connections) {

        static Bounds of(HttpSettings settings) {
            return new Bounds(SLOWEST, settings.limits().sessions().most() + CONNECTIONS_BESIDE_SESSIONS);
        }
    }

    /// @param resource says who issues tokens for this server, if anybody does
    /// @param page for people, if there is one
    WebServer(
            HttpSettings settings,
            RequestGate door,
            WebSessions sessions,
            StatusEndpoint status,
            Optional<ResourceMetadata> resource,
            Optional<PageEndpoint> page,
            Metrics metrics,
            Bounds bounds) {
        this.settings = settings;
        this.door = door;
        this.sessions = sessions;
        this.status = status;
        this.resource = resource;
        this.page = page;
        this.metrics = metrics;
        mcp = new McpEndpoint(sessions, settings.limits().maxBody());
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory()));
        server = new Server(threads);
        slow = new SlowHeads(bounds.patience(), System::nanoTime);
        connector = connector();
        connector.addBean(slow);
        shares = new ConnectionShares(bounds.connections() / 2);
        connector.addBean(shares);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(bounds.connections(), server));
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Runnable answered = slow.answering(request);
                try {
                    WebServer.this.handle(
                            new WebExchange(request, response, callback, settings.behindProxy(), bounds.patience()));
                } finally {
                    answered.run();
                }
                return true;
            }
        });
        server.setErrorHandler((request, response, callback) -> {
            // Of what Jetty itself refuses (a header too long, a path that is none) only the status is told.
            response.getHeaders().put("Content-Type", "application/json");
            response.write(true, ByteBuffer.allocate(0), callback);
            return true;
        });
    }

    private ServerConnector connector() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADERS);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector made;
        if (settings.tls().isPresent()) {
            // Names are checked at the door; what the client asks for by SNI need not be in the certificate.
            http.addCustomizer(new SecureRequestCustomizer(false));
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setSslContext(ServerTls.context(settings.tls().get()));
            tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            made = new ServerConnector(
                    server, null, null, null, 1, 1, new SslConnectionFactory(tls, plain.getProtocol()), plain);
        } else {
            made = new ServerConnector(server, null, null, null, 1, 1, plain);
        }
        made.setHost(settings.host());
        made.setPort(settings.port());
        made.setIdleTimeout(IDLE.toMillis());
        made.setAcceptQueueSize(MAX_NOT_ACCEPTED);
        return made;
    }

    /// Begins to listen.
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "http: cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage()
                            + "; give another port or address with --http, or end what listens there",
                    e);
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not start", e);
        }
        var _ = sweeper.scheduleWithFixedDelay(sessions::sweep, 1, 1, TimeUnit.MINUTES);
        var _ = sweeper.scheduleWithFixedDelay(sessions::follow, 1, 1, TimeUnit.SECONDS);
        var _ = sweeper.scheduleWithFixedDelay(slow::sweep, 1, 1, TimeUnit.SECONDS);
    }

    /// The port that it listens on.
    public int port() {
        return connector.getLocalPort();
    }

    /// Waits until it is closed.
    public void await() throws InterruptedException {
        server.join();
    }

    private void handle(WebExchange exchange) {
        long begun = System.nanoTime();
        String path = known(exchange.path());
        try {
            route(exchange, path);
        } catch (IOException e) {
            exchange.breakOff(e);
        } catch (RuntimeException | Error e) {
            LOG.error("{} {} failed", exchange.method(), path, e);
            exchange.fail(e);
        }
        metrics.answered(path, exchange.status());
        ACCESS.info(
                "principal={} address={} method={} path={} status={} ms={} rpc={} trace={}",
                exchange.principal(),
                exchange.address(),
                UntrustedText.line(exchange.method()),
                path,
                exchange.status(),
                Duration.ofNanos(System.nanoTime() - begun).toMillis(),
                exchange.rpc(),
                exchange.trace());
    }

    private String known(String path) {
        if (PATHS.contains(path)) {
            return path;
        }
        // Behind it stands the path of the resource, which a proxy may have made longer.
        return path.startsWith(ResourceMetadata.PATH)
                ? ResourceMetadata.PATH
                : page.flatMap(there -> there.label(path)).orElse(OTHER);
    }

    private void route(WebExchange exchange, String path) throws IOException {
        exchange.set("X-Content-Type-Options", "nosniff");
        if (status.isLeaving()) {
            // A proxy that keeps its connections would find them dead when it sends the next request.
            exchange.set("Connection", "close");
        }
        if (path.equals("/health")) {
            status.health(exchange);
        } else if (closing) {
            exchange.set("Retry-After", "5");
            exchange.json(503, JsonRpcError.of(JsonRpcError.SERVER_ERROR, "The server is stopping"));
        } else if (page.isPresent() && !PATHS.contains(path) && isForPeople(exchange, path)) {
            page.get().serve(exchange, shares);
        } else if (!PATHS.contains(path)) {
            exchange.json(404, JsonRpcError.of(-32_601, "There is nothing here; MCP is at /mcp"));
        } else if (door.knows(exchange)) {
            if (exchange.method().equals("OPTIONS")) {
                exchange.set("Access-Control-Allow-Methods", "GET, POST, DELETE");
                exchange.set("Access-Control-Allow-Headers", ALLOWED_HEADERS);
                exchange.set("Access-Control-Max-Age", "600");
                exchange.answer(204);
            } else {
                inside(exchange, path);
            }
        }
    }

    /// A client of MCP that was given the wrong address is told the right one, and a browser is shown a page.
    private static boolean isForPeople(WebExchange exchange, String path) {
        String accept = exchange.list("Accept");
        return switch (path) {
            case ResourceMetadata.PATH -> false;
            case OTHER -> accept.contains("text/html");
            case PageEndpoint.EVENTS, Assets.PATH -> true;
            default -> accept.isEmpty() || accept.contains("text/html") || accept.contains("*/*");
        };
    }

    private void inside(WebExchange exchange, String path) throws IOException {
        boolean asksAnonymously = !exchange.has("Authorization");
        if (path.equals(ResourceMetadata.PATH)) {
            resource.ifPresentOrElse(
                    about -> exchange.json(200, about.document()),
                    () -> exchange.json(404, JsonRpcError.of(-32_601, "No issuer is configured here")));
            return;
        }
        if (path.equals("/ready") && asksAnonymously) {
            status.ready(exchange, settings.openMetrics() || settings.noAuth());
            return;
        }
        if (path.equals("/metrics") && settings.openMetrics() && asksAnonymously) {
            status.metrics(exchange);
            return;
        }
        Optional<Admission> pass = door.letIn(exchange);
        if (pass.isEmpty()) {
            return;
        }
        if (!exchange.takesFrom(shares, pass.get().principal().id())) {
            door.tooManyConnections(exchange, pass.get().principal());
            return;
        }
        switch (path) {
            case "/mcp" -> mcp.mcp(exchange, pass.get());
            case "/sse" -> mcp.sse(exchange, pass.get());
            case "/messages" -> mcp.messages(exchange, pass.get());
            case "/ready" -> status.ready(exchange, true);
            default -> status.metrics(exchange);
        }
    }

    /// Lets what is being answered end, ends the streams, and stops listening. Where somebody watches `/ready`, all is
    /// answered as ever until they had time to see that they shall send no more.
    @Override
    public void close() {
        status.leave();
        closing = true;
        sweeper.shutdownNow();
        sessions.close();
        mcp.close();
        page.ifPresent(PageEndpoint::close);
        try {
            server.setStopTimeout(2_000);
            server.stop();
        } catch (Exception e) {
            LOG.warn("the HTTP server did not stop well: {}", e.getMessage());
        }
    }
}
