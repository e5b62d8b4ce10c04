package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.approval.Passkeys;
import io.github.proxmoxmcp.server.auth.BearerTokens;
import io.github.proxmoxmcp.server.auth.IssuedTokens;
import io.github.proxmoxmcp.server.auth.PresentedCredentials;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.guard.WriteCounters;
import io.github.proxmoxmcp.server.mcp.DirectCalls;
import io.github.proxmoxmcp.server.mcp.Offer;
import io.github.proxmoxmcp.server.mcp.ProtocolServer;
import io.github.proxmoxmcp.server.mcp.WebSessions;
import io.github.proxmoxmcp.server.metrics.Metrics;
import io.github.proxmoxmcp.server.notify.NotifyCounters;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Site;
import io.github.proxmoxmcp.server.page.plan.PasskeysRoom;
import io.github.proxmoxmcp.server.page.plan.PlanRoom;
import io.github.proxmoxmcp.server.page.plan.PlansRoom;
import io.github.proxmoxmcp.server.page.room.Rooms;
import io.github.proxmoxmcp.server.page.session.SignIns;
import io.github.proxmoxmcp.server.page.session.SignOutRoom;
import io.github.proxmoxmcp.server.tool.Access;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The wiring diagram of what serves over HTTP; nothing of it is loaded when the server serves standard input and
/// output.
public final class HttpService {

    /// How often a token of an unknown key may have us ask the issuer.
    private static final Duration KEYS_PAUSE = Duration.ofSeconds(30);

    private HttpService() {}

    /// Begins to serve.
    ///
    /// @param most the server's own access level: nobody gets more
    public static WebServer start(
            HttpSettings settings,
            Access most,
            Offer offer,
            Supplier<Backend> backend,
            WriteCounters writes,
            PolicySettings policy,
            NotifyCounters told,
            InstantSource clock) {
        Metrics metrics = new Metrics(clock);
        WebSessions sessions = ProtocolServer.web(
                offer,
                new WebSessions.Limits(
                        settings.limits().sessions().most(),
                        settings.limits().sessions().idle()),
                () -> backend.get().store().keptSessions(),
                clock,
                metrics);
        metrics.told(told);
        return start(
                settings,
                most,
                sessions,
                gate -> settings.page()
                        ? Optional.of(page(settings, offer, gate, metrics, backend, policy, clock))
                        : Optional.empty(),
                metrics,
                backend,
                writes,
                clock);
    }

    /// @param sessions what is served, whatever stands behind them
    /// @param page for people, if there is one
    static WebServer start(
            HttpSettings settings,
            Access most,
            WebSessions sessions,
            Function<RequestGate, Optional<PageEndpoint>> page,
            Metrics metrics,
            Supplier<Backend> backend,
            WriteCounters writes,
            InstantSource clock) {
        metrics.sessions(sessions::size);
        metrics.writes(writes);
        List<PresentedCredentials> credentials = new ArrayList<>();
        credentials.add(new BearerTokens(() -> backend.get().store().accessTokens(), clock, new SecureRandom()));
        settings.oauth().ifPresent(oauth -> credentials.add(new IssuedTokens(oauth, clock, KEYS_PAUSE)));
        Optional<ResourceMetadata> resource = settings.oauth().map(ResourceMetadata::of);
        RequestGate door = new RequestGate(settings, most, credentials, metrics, resource, System::nanoTime);
        StatusEndpoint status = new StatusEndpoint(backend, metrics, clock);
        WebServer server = new WebServer(
                settings, door, sessions, status, resource, page.apply(door), metrics, WebServer.Bounds.of(settings));
        server.start();
        Thread.ofVirtual().name("metrics").start(() -> watch(metrics, backend));
        return server;
    }

    private static PageEndpoint page(
            HttpSettings settings,
            Offer offer,
            RequestGate gate,
            Metrics metrics,
            Supplier<Backend> backend,
            PolicySettings policy,
            InstantSource clock) {
        SecureRandom random = new SecureRandom();
        SignIns signIns = new SignIns(
                () -> backend.get().store(),
                new BearerTokens(() -> backend.get().store().accessTokens(), clock, random),
                clock,
                random);
        Passkeys passkeys = new Passkeys(() -> backend.get().store(), policy, clock, random, offer.stateKey());
        DirectCalls calls = new DirectCalls(offer.tools(), "page", metrics);
        List<Room> rooms = new ArrayList<>(Rooms.all(calls, backend, clock));
        rooms.add(new PlansRoom(backend, clock));
        rooms.add(new PlanRoom(settings, backend, policy, passkeys, clock));
        rooms.add(new PasskeysRoom(settings, backend, policy, passkeys));
        rooms.add(new SignOutRoom(signIns));
        Supplier<List<String>> clusters =
                () -> backend.get().clusters().stream().map(Cluster::name).toList();
        Site site = new Site(rooms, calls, clusters, offer.stateKey());
        return new PageEndpoint(site, gate, new PageDoor(settings, gate, site, signIns), offer.library(), clusters);
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
