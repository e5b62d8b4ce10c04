package io.github.proxmoxmcp.client;

import io.github.proxmoxmcp.client.access.AccessApi;
import io.github.proxmoxmcp.client.cluster.ClusterApi;
import io.github.proxmoxmcp.client.endpoint.EndpointBinder;
import io.github.proxmoxmcp.client.endpoint.Parameters;
import io.github.proxmoxmcp.client.endpoint.PathTemplate;
import io.github.proxmoxmcp.client.http.HttpTransport;
import io.github.proxmoxmcp.client.http.Request;
import io.github.proxmoxmcp.client.json.Answers;
import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.client.lxc.LxcApi;
import io.github.proxmoxmcp.client.nodes.NodesApi;
import io.github.proxmoxmcp.client.pools.PoolsApi;
import io.github.proxmoxmcp.client.qemu.QemuApi;
import io.github.proxmoxmcp.client.storage.StorageApi;
import io.github.proxmoxmcp.client.tasks.TaskWaiter;
import io.github.proxmoxmcp.client.tasks.TasksApi;
import io.github.proxmoxmcp.client.version.VersionApi;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// The API of one Proxmox VE cluster: typed, one accessor for each branch of its path tree, and a generic call for
/// the rest. Connecting costs nothing: the first call opens the first connection. Safe for any number of threads.
public final class Proxmox implements AutoCloseable {

    private final InstantSource clock;
    private final Sleeper sleeper;
    private final HttpTransport transport;
    private final Answers answers = new Answers();
    private final VersionApi version;
    private final ClusterApi cluster;
    private final NodesApi nodes;
    private final TasksApi tasks;
    private final QemuApi qemu;
    private final LxcApi lxc;
    private final StorageApi storage;
    private final PoolsApi pools;
    private final AccessApi access;

    private Proxmox(ConnectionSettings settings, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        this.clock = clock;
        this.sleeper = sleeper;
        transport = new HttpTransport(settings, clock, sleeper, random);
        EndpointBinder binder = new EndpointBinder(transport, answers);
        version = binder.bind(VersionApi.class);
        cluster = binder.bind(ClusterApi.class);
        nodes = binder.bind(NodesApi.class);
        tasks = binder.bind(TasksApi.class);
        qemu = binder.bind(QemuApi.class);
        lxc = binder.bind(LxcApi.class);
        storage = binder.bind(StorageApi.class);
        pools = binder.bind(PoolsApi.class);
        access = binder.bind(AccessApi.class);
    }

    /// A client for the cluster behind these endpoints.
    public static Proxmox connect(ConnectionSettings settings) {
        return connect(settings, InstantSource.system(), Thread::sleep, RandomGenerator.getDefault());
    }

    /// The same with its clock, its way of waiting and its randomness (for the pauses between repetitions) given.
    public static Proxmox connect(
            ConnectionSettings settings, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        return new Proxmox(settings, clock, sleeper, random);
    }

    /// `/version`
    public VersionApi version() {
        return version;
    }

    /// `/cluster`
    public ClusterApi cluster() {
        return cluster;
    }

    /// `/nodes`
    public NodesApi nodes() {
        return nodes;
    }

    /// `/nodes/{node}/tasks`
    public TasksApi tasks() {
        return tasks;
    }

    /// `/nodes/{node}/qemu`: virtual machines
    public QemuApi qemu() {
        return qemu;
    }

    /// `/nodes/{node}/lxc`: containers
    public LxcApi lxc() {
        return lxc;
    }

    /// `/storage` and `/nodes/{node}/storage`
    public StorageApi storage() {
        return storage;
    }

    /// `/pools`
    public PoolsApi pools() {
        return pools;
    }

    /// `/access`
    public AccessApi access() {
        return access;
    }

    /// Waits for tasks of this cluster.
    public TaskWaiter taskWaiter() {
        return new TaskWaiter(tasks, clock, sleeper);
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

    @Override
    public void close() {
        transport.close();
    }
}
