package io.github.proxmoxmcp.demo;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.access.User;
import io.github.proxmoxmcp.demo.api.ApiServer;
import io.github.proxmoxmcp.demo.http.Disturbance;
import io.github.proxmoxmcp.demo.http.HttpRequest;
import io.github.proxmoxmcp.demo.http.HttpResponse;
import io.github.proxmoxmcp.demo.http.Listener;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.world.Administrator;
import io.github.proxmoxmcp.demo.world.ClusterSeed;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;

/// A simulated Proxmox VE cluster that speaks the API over HTTPS on the loopback address; `close` stops it.
public final class DemoCluster implements AutoCloseable {
    /// More nodes than this do not listen themselves; they are reached through the others.
    private static final int MAX_LISTENERS = 8;

    private final DemoCertificate certificate;
    private final AccessControl access = new AccessControl();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Administrator administrator;
    private final Traffic traffic = new Traffic();
    private final AtomicReference<BinaryOperator<String>> tampering = new AtomicReference<>((_, body) -> body);
    private final Faults faults;
    private final Incidents incidents;

    private DemoCluster(DemoSettings settings, InstantSource source) {
        var clock = new ShiftedClock(source);
        var world = ClusterSeed.found(settings, clock);
        this.administrator = new Administrator(world);
        var nodes = world.nodes().stream().map(SimulatedNode::name).toList();
        this.certificate = DemoCertificate.create(nodes);
        var api = new ApiServer(world, access, settings.authenticationDelay(), certificate.fingerprint());
        var disturbance = new AtomicReference<>(Disturbance.NONE);
        var control = new AtomicReference<FaultControl>();
        try {
            for (var node : nodes.subList(0, Math.min(MAX_LISTENERS, nodes.size()))) {
                int port = settings.port() == 0 ? 0 : settings.port() + listeners.size();
                listeners.put(
                        node,
                        new Listener(
                                certificate.tls(),
                                port,
                                request -> traffic.count(
                                        request.method() + " " + request.path(),
                                        () -> tampered(request, answer(api, control, request, node))),
                                disturbance::get));
            }
        } catch (RuntimeException cannotListen) {
            listeners.values().forEach(Listener::close);
            throw cannotListen;
        }
        this.faults = new Faults(world, access, listeners, clock, disturbance);
        control.set(new FaultControl(faults));
        this.incidents = new Incidents(world, administrator, faults);
        if (settings.incidents().isPositive()) {
            incidents.repeat(settings.incidents());
        }
    }

    /// Starts a cluster; it listens when this returns.
    public static DemoCluster start(DemoSettings settings) {
        return start(settings, InstantSource.system());
    }

    /// Starts a cluster that lives by this clock.
    public static DemoCluster start(DemoSettings settings, InstantSource clock) {
        return new DemoCluster(settings, clock);
    }

    /// Lets answers be changed on their way, as a hostile cluster would: what is given the call, such as
    /// `GET /api2/json/version`, and the body, says the body that is answered.
    public void tamper(BinaryOperator<String> change) {
        tampering.set(change);
    }

    private HttpResponse tampered(HttpRequest request, HttpResponse honest) {
        return honest.with(body -> tampering.get().apply(request.method() + " " + request.path(), body));
    }

    /// The address of the first node.
    public URI url() {
        return urls().getFirst();
    }

    /// An address for each of the first nodes.
    public List<URI> urls() {
        return listeners.values().stream()
                .map(listener -> URI.create("https://127.0.0.1:" + listener.port()))
                .toList();
    }

    /// SHA-256 of the certificate, as Proxmox shows it: `AA:BB:…`.
    public String fingerprint() {
        return certificate.fingerprint();
    }

    /// The certificate, to be trusted as an authority.
    public String certificatePem() {
        return certificate.pem();
    }

    /// The whole value of a token, `root@pam!full=…`.
    public String token(TokenLevel level) {
        return access.value(level);
    }

    /// Makes a token with other rights: privileges by path, which its user is given too. Answers its whole value.
    public String issueToken(String id, Map<String, Set<String>> privilegesByPath) {
        return access.issue(id, privilegesByPath);
    }

    /// The password of `root@pam`, new with every start.
    public String rootPassword() {
        return access.rootPassword();
    }

    /// Adds a user who may log in with a password: privileges by path.
    public void addUser(User user, String password, Map<String, Set<String>> privilegesByPath) {
        access.addUser(user, password);
        access.allow(user.id(), privilegesByPath);
    }

    /// Adds a group, which users then name as theirs.
    public void addGroup(String name, String comment) {
        access.addGroup(name, comment);
    }

    public Faults faults() {
        return faults;
    }

    /// What is asked of the cluster.
    public Traffic traffic() {
        return traffic;
    }

    /// Somebody else who works on the cluster, behind the back of whoever uses the API.
    public Administrator world() {
        return administrator;
    }

    /// What goes wrong by itself; `step` lets the next thing happen now.
    Incidents incidents() {
        return incidents;
    }

    @Override
    public void close() {
        incidents.close();
        listeners.values().forEach(Listener::close);
    }

    /// Runs a cluster until the process is stopped.
    public static void main(String[] arguments) throws InterruptedException {
        DemoSettings settings;
        try {
            settings = DemoSettings.parse(String.join(",", arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println("demo-cluster: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        try (var cluster = start(settings)) {
            cluster.urls().forEach(url -> System.out.println("url         " + url));
            System.out.println("fingerprint " + cluster.fingerprint());
            for (var level : TokenLevel.values()) {
                System.out.println("token       " + cluster.token(level));
            }
            System.out.println("root@pam    " + cluster.rootPassword());
            System.out.println("Stop it with Ctrl+C.");
            new CountDownLatch(1).await();
        }
    }

    private static HttpResponse answer(
            ApiServer api, AtomicReference<FaultControl> control, HttpRequest request, String node) {
        var faults = control.get();
        if (faults == null || !request.path().equals(FaultControl.PATH)) {
            return api.answer(request, node);
        }
        try {
            var token = api.authenticate(request);
            return token.id().equals(TokenLevel.FULL.id())
                    ? faults.answer(request)
                    : HttpResponse.bare(403, "only the token " + TokenLevel.FULL.id() + " may");
        } catch (ApiError wrongToken) {
            return HttpResponse.bare(wrongToken.status(), wrongToken.text());
        }
    }
}
