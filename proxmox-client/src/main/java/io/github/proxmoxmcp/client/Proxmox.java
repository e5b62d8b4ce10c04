package io.github.proxmoxmcp.client;

import io.github.proxmoxmcp.client.access.AccessApi;
import io.github.proxmoxmcp.client.access.RightsApi;
import io.github.proxmoxmcp.client.access.UsersApi;
import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.Sleeper;
import io.github.proxmoxmcp.client.catalogue.Catalogue;
import io.github.proxmoxmcp.client.cluster.BackupJobsApi;
import io.github.proxmoxmcp.client.cluster.BulkApi;
import io.github.proxmoxmcp.client.cluster.ClusterApi;
import io.github.proxmoxmcp.client.cluster.HaApi;
import io.github.proxmoxmcp.client.cluster.MappingsApi;
import io.github.proxmoxmcp.client.cluster.NotificationsApi;
import io.github.proxmoxmcp.client.cluster.OptionsApi;
import io.github.proxmoxmcp.client.cluster.ReplicationApi;
import io.github.proxmoxmcp.client.cluster.SdnApi;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.endpoint.EndpointBinder;
import io.github.proxmoxmcp.client.endpoint.Parameters;
import io.github.proxmoxmcp.client.endpoint.PathTemplate;
import io.github.proxmoxmcp.client.firewall.ClusterFirewallApi;
import io.github.proxmoxmcp.client.firewall.LxcFirewallApi;
import io.github.proxmoxmcp.client.firewall.NodeFirewallApi;
import io.github.proxmoxmcp.client.firewall.QemuFirewallApi;
import io.github.proxmoxmcp.client.http.HttpTransport;
import io.github.proxmoxmcp.client.http.Request;
import io.github.proxmoxmcp.client.json.Answers;
import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.client.lxc.LxcApi;
import io.github.proxmoxmcp.client.lxc.LxcLifecycleApi;
import io.github.proxmoxmcp.client.nodes.AptApi;
import io.github.proxmoxmcp.client.nodes.BackupApi;
import io.github.proxmoxmcp.client.nodes.CertificatesApi;
import io.github.proxmoxmcp.client.nodes.DisksApi;
import io.github.proxmoxmcp.client.nodes.NetworkApi;
import io.github.proxmoxmcp.client.nodes.NodeSystemApi;
import io.github.proxmoxmcp.client.nodes.NodesApi;
import io.github.proxmoxmcp.client.nodes.ServicesApi;
import io.github.proxmoxmcp.client.nodes.TemplatesApi;
import io.github.proxmoxmcp.client.pools.PoolsApi;
import io.github.proxmoxmcp.client.pools.PoolsChangeApi;
import io.github.proxmoxmcp.client.qemu.QemuAgentApi;
import io.github.proxmoxmcp.client.qemu.QemuApi;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi;
import io.github.proxmoxmcp.client.storage.StorageApi;
import io.github.proxmoxmcp.client.storage.StorageConfigApi;
import io.github.proxmoxmcp.client.storage.VolumesApi;
import io.github.proxmoxmcp.client.tasks.TasksApi;
import io.github.proxmoxmcp.client.version.VersionApi;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// The API of one Proxmox VE cluster: typed, one accessor for each branch of its path tree, and a generic call for
/// the rest. Connecting costs nothing: the first call opens the first connection. Safe for any number of threads.
public final class Proxmox implements AutoCloseable {

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
        binder = new EndpointBinder(transport, answers);
    }

    /// A client for the cluster behind these endpoints.
    public static Proxmox connect(ConnectionSettings settings) {
        return connect(settings, SteadyClock.system(), Thread::sleep, RandomGenerator.getDefault());
    }

    /// The same with its clock, its way of waiting and its randomness (for the pauses between repetitions) given.
    public static Proxmox connect(
            ConnectionSettings settings, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        return new Proxmox(settings, clock, sleeper, random);
    }

    /// `/version`
    public VersionApi version() {
        return api(VersionApi.class);
    }

    /// `/cluster`
    public ClusterApi cluster() {
        return api(ClusterApi.class);
    }

    /// `/nodes`
    public NodesApi nodes() {
        return api(NodesApi.class);
    }

    /// `/nodes/{node}/tasks`
    public TasksApi tasks() {
        return api(TasksApi.class);
    }

    /// `/nodes/{node}/qemu`: virtual machines
    public QemuApi qemu() {
        return api(QemuApi.class);
    }

    /// `/nodes/{node}/lxc`: containers
    public LxcApi lxc() {
        return api(LxcApi.class);
    }

    /// `/storage` and `/nodes/{node}/storage`
    public StorageApi storage() {
        return api(StorageApi.class);
    }

    /// `/pools`
    public PoolsApi pools() {
        return api(PoolsApi.class);
    }

    /// `/access`
    public AccessApi access() {
        return api(AccessApi.class);
    }

    /// `/cluster/options`, `/cluster/config`: what holds for the whole datacenter
    public OptionsApi options() {
        return api(OptionsApi.class);
    }

    /// `/cluster/ha`
    public HaApi ha() {
        return api(HaApi.class);
    }

    /// `/cluster/replication`
    public ReplicationApi replication() {
        return api(ReplicationApi.class);
    }

    /// `/cluster/backup`
    public BackupJobsApi backupJobs() {
        return api(BackupJobsApi.class);
    }

    /// `/cluster/sdn`
    public SdnApi sdn() {
        return api(SdnApi.class);
    }

    /// `/cluster/mapping`
    public MappingsApi mappings() {
        return api(MappingsApi.class);
    }

    /// `/cluster/notifications`
    public NotificationsApi notifications() {
        return api(NotificationsApi.class);
    }

    /// `/cluster/bulk-action`
    public BulkApi bulk() {
        return api(BulkApi.class);
    }

    /// `/cluster/firewall`
    public ClusterFirewallApi firewall() {
        return api(ClusterFirewallApi.class);
    }

    /// `/nodes/{node}/firewall`
    public NodeFirewallApi nodeFirewall() {
        return api(NodeFirewallApi.class);
    }

    /// `/nodes/{node}/qemu/{vmid}/firewall`
    public QemuFirewallApi qemuFirewall() {
        return api(QemuFirewallApi.class);
    }

    /// `/nodes/{node}/lxc/{vmid}/firewall`
    public LxcFirewallApi lxcFirewall() {
        return api(LxcFirewallApi.class);
    }

    /// `/nodes/{node}`: configuration, time, names, logs, figures
    public NodeSystemApi nodeSystem() {
        return api(NodeSystemApi.class);
    }

    /// `/nodes/{node}/services`
    public ServicesApi services() {
        return api(ServicesApi.class);
    }

    /// `/nodes/{node}/network`
    public NetworkApi network() {
        return api(NetworkApi.class);
    }

    /// `/nodes/{node}/disks`
    public DisksApi disks() {
        return api(DisksApi.class);
    }

    /// `/nodes/{node}/apt`
    public AptApi apt() {
        return api(AptApi.class);
    }

    /// `/nodes/{node}/certificates`
    public CertificatesApi certificates() {
        return api(CertificatesApi.class);
    }

    /// `/nodes/{node}/vzdump`
    public BackupApi backups() {
        return api(BackupApi.class);
    }

    /// `/nodes/{node}/aplinfo` and `/nodes/{node}/scan`: what can be fetched
    public TemplatesApi templates() {
        return api(TemplatesApi.class);
    }

    /// `/nodes/{node}/qemu`: create, clone, migrate, delete, …
    public QemuLifecycleApi qemuLifecycle() {
        return api(QemuLifecycleApi.class);
    }

    /// `/nodes/{node}/qemu/{vmid}/agent`
    public QemuAgentApi qemuAgent() {
        return api(QemuAgentApi.class);
    }

    /// `/nodes/{node}/lxc`: create, clone, migrate, delete, …
    public LxcLifecycleApi lxcLifecycle() {
        return api(LxcLifecycleApi.class);
    }

    /// `/storage`: creating and changing
    public StorageConfigApi storageConfig() {
        return api(StorageConfigApi.class);
    }

    /// `/nodes/{node}/storage/{storage}`
    public VolumesApi volumes() {
        return api(VolumesApi.class);
    }

    /// `/pools`: creating and changing
    public PoolsChangeApi poolsChange() {
        return api(PoolsChangeApi.class);
    }

    /// `/access/users`
    public UsersApi users() {
        return api(UsersApi.class);
    }

    /// `/access/groups`, `roles`, `acl`, `domains`
    public RightsApi rights() {
        return api(RightsApi.class);
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

    /// The same as the cluster sends it, for who keeps it: [Catalogue#read] understands it.
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

    /// The same for what only reads.
    public JsonNode read(String path, Map<String, ?> parameters) {
        return call("GET", path, parameters);
    }

    @Override
    public void close() {
        transport.close();
    }

    /// Bound at its first use: most programs need few of the branches.
    private <T> T api(Class<T> type) {
        return type.cast(bound.computeIfAbsent(type, binder::bind));
    }
}
