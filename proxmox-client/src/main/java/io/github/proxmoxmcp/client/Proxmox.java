package io.github.proxmoxmcp.client;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.Sleeper;
import io.github.proxmoxmcp.client.catalogue.Catalogue;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.endpoint.EndpointBinder;
import io.github.proxmoxmcp.client.endpoint.Parameters;
import io.github.proxmoxmcp.client.endpoint.PathTemplate;
import io.github.proxmoxmcp.client.http.HttpTransport;
import io.github.proxmoxmcp.client.http.Request;
import io.github.proxmoxmcp.client.json.Answers;
import io.github.proxmoxmcp.client.json.Secrets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// The API of one Proxmox VE cluster: typed, and a generic call for the rest. Connecting costs nothing: the first call
/// opens the first connection. Safe for any number of threads.
public final class Proxmox implements ProxmoxApi, AutoCloseable {

    private final InstantSource clock;
    private final Sleeper sleeper;
    private final HttpTransport transport;
    private final Answers answers = new Answers();
    private final EndpointBinder binder;
    private final Map<String, Catalogue> catalogues = new HashMap<>();
    private final Map<Class<?>, Object> bound = new ConcurrentHashMap<>();

    private Proxmox(ConnectionSettings settings, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        this.clock = clock;
        this.sleeper = sleeper;
        transport = new HttpTransport(settings, clock, sleeper, random);
        binder = EndpointBinder.sending(transport, answers);
    }

    /// A client for the cluster behind these endpoints.
    public static Proxmox connect(ConnectionSettings settings) {
        return connect(settings, SteadyClock.system(), Thread::sleep, RandomGenerator.getDefault());
    }

    /// Connects with the given clock, sleeper and randomness (for the pauses between repetitions).
    public static Proxmox connect(
            ConnectionSettings settings, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        return new Proxmox(settings, clock, sleeper, random);
    }

    /// The whole API as this cluster describes it; read anew only when the cluster's version has changed.
    public Catalogue catalogue() {
        String current = version().get().version();
        synchronized (catalogues) {
            Catalogue known = catalogues.get(current);
            if (known == null) {
                known = Catalogue.read(catalogueScript());
                catalogues.clear();
                catalogues.put(current, known);
            }
            return known;
        }
    }

    /// The catalogue's script as the cluster sends it; [Catalogue#read] reads it.
    public byte[] catalogueScript() {
        return transport.send(Request.ofFile(Catalogue.PATH));
    }

    /// Waits for tasks of this cluster.
    public TaskWaiter taskWaiter() {
        return new TaskWaiter(tasks(), cluster(), clock, sleeper);
    }

    /// Any other call: what Proxmox answers under `data`, with every credential replaced (see [Secrets]).
    ///
    /// @param path below `/api2/json`, such as `/nodes/pve1/qemu`; a segment may be percent-encoded already
    /// @param parameters texts, numbers, booleans, and collections of them (the parameter is repeated)
    public JsonNode call(String method, String path, Map<String, ?> parameters) {
        Call call = new Call(method, path);
        Request request =
                new Request(Request.Method.of(call), PathTemplate.checked(call), Parameters.ofMap(call, parameters));
        return Secrets.strikeOut(answers.tree(request.call(), transport.send(request)));
    }

    /// How many calls were answered with each HTTP status so far, repetitions too; `none`: no answer came.
    public SortedMap<String, Long> answered() {
        return transport.answers();
    }

    /// Makes a GET by its path.
    public JsonNode read(String path, Map<String, ?> parameters) {
        return call("GET", path, parameters);
    }

    @Override
    public void close() {
        transport.close();
    }

    /// Bound at its first use: most programs need few of the branches.
    @Override
    public <T> T branch(Class<T> type, Object... first) {
        return first.length > 0
                ? binder.bind(type, first)
                : type.cast(bound.computeIfAbsent(type, api -> binder.bind(api)));
    }
}
