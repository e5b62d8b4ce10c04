package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.auth.BearerTokens;
import io.github.proxmoxmcp.server.auth.Credentials;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.mcp.Library;
import io.github.proxmoxmcp.server.mcp.ProtocolServer;
import io.github.proxmoxmcp.server.mcp.WebSessions;
import io.github.proxmoxmcp.server.metrics.Metrics;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The wiring diagram of what serves over HTTP; nothing of it is loaded when the server serves standard input and
/// output.
public final class HttpService {

    private HttpService() {}

    /// Begins to serve.
    ///
    /// @param most the server's own access level: nobody gets more
    public static WebServer start(
            HttpSettings settings,
            Access most,
            Supplier<ToolRegistry> tools,
            Supplier<Library> library,
            Supplier<Backend> backend,
            String version,
            String instructions,
            InstantSource clock) {
        Metrics metrics = new Metrics(clock);
        WebSessions sessions = ProtocolServer.web(
                access -> tools.get().within(access),
                library,
                version,
                instructions,
                new WebSessions.Limits(
                        settings.sessions().most(), settings.sessions().idle()),
                () -> backend.get().store().keptSessions(),
                clock,
                metrics);
        metrics.sessions(sessions::size);
        List<Credentials> credentials = new ArrayList<>();
        credentials.add(new BearerTokens(() -> backend.get().store().accessTokens(), clock, new SecureRandom()));
        Door door = new Door(settings, most, credentials, metrics, Optional.empty(), System::nanoTime);
        StatusEndpoint status = new StatusEndpoint(backend, metrics, clock);
        WebServer server = new WebServer(settings, door, sessions, status, Optional.empty(), metrics);
        server.start();
        Thread.ofVirtual().name("metrics").start(() -> watch(metrics, backend));
        return server;
    }

    private static void watch(Metrics metrics, Supplier<Backend> backend) {
        try {
            Backend here = backend.get();
            Store store = here.store();
            metrics.follow(here);
            metrics.storeSize(() -> store.maintenance().size().orElse(Double.NaN));
        } catch (RuntimeException _) {
            // Whoever asks for the memory is told why there is none; /ready tells it too.
        }
    }
}
