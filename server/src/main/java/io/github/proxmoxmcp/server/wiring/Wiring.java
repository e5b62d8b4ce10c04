package io.github.proxmoxmcp.server.wiring;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Changes;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.audit.AuditKeeper;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.cluster.Catalogues;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.cluster.Completions;
import io.github.proxmoxmcp.server.cluster.Lazy;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.config.ManifestSettings;
import io.github.proxmoxmcp.server.config.NotifySettings;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.export.Exporter;
import io.github.proxmoxmcp.server.export.ansible.AnsibleExporter;
import io.github.proxmoxmcp.server.export.manifest.ManifestExporter;
import io.github.proxmoxmcp.server.export.terraform.TerraformExporter;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.Settlement;
import io.github.proxmoxmcp.server.guard.WorkUnderWay;
import io.github.proxmoxmcp.server.guard.WriteCounters;
import io.github.proxmoxmcp.server.mcp.Library;
import io.github.proxmoxmcp.server.notify.Notifier;
import io.github.proxmoxmcp.server.notify.NotifyCounters;
import io.github.proxmoxmcp.server.prompt.PromptRegistry;
import io.github.proxmoxmcp.server.prompt.Runbooks;
import io.github.proxmoxmcp.server.resource.ClusterResources;
import io.github.proxmoxmcp.server.resource.ResourceDefinition;
import io.github.proxmoxmcp.server.resource.ResourceRegistry;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.github.proxmoxmcp.server.resource.ViewDocuments;
import io.github.proxmoxmcp.server.sync.Housekeeping;
import io.github.proxmoxmcp.server.sync.StoredSecrets;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Fleet;
import io.github.proxmoxmcp.server.tool.Questions;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import io.github.proxmoxmcp.server.tools.api.ApiTools;
import io.github.proxmoxmcp.server.tools.api.ChangeApiTools;
import io.github.proxmoxmcp.server.tools.backup.ArchiveTools;
import io.github.proxmoxmcp.server.tools.backup.BackupTools;
import io.github.proxmoxmcp.server.tools.backup.JobTools;
import io.github.proxmoxmcp.server.tools.cluster.ClusterTools;
import io.github.proxmoxmcp.server.tools.cluster.FindTools;
import io.github.proxmoxmcp.server.tools.cluster.MetricTools;
import io.github.proxmoxmcp.server.tools.cluster.NodeTools;
import io.github.proxmoxmcp.server.tools.cluster.ProblemTools;
import io.github.proxmoxmcp.server.tools.declared.ManifestPlans;
import io.github.proxmoxmcp.server.tools.declared.ManifestSchemaResource;
import io.github.proxmoxmcp.server.tools.declared.ManifestTools;
import io.github.proxmoxmcp.server.tools.guest.CloneTools;
import io.github.proxmoxmcp.server.tools.guest.ConfigTools;
import io.github.proxmoxmcp.server.tools.guest.CreationTools;
import io.github.proxmoxmcp.server.tools.guest.DiskTools;
import io.github.proxmoxmcp.server.tools.guest.GuestSnapshotTools;
import io.github.proxmoxmcp.server.tools.guest.GuestTools;
import io.github.proxmoxmcp.server.tools.guest.MigrationTools;
import io.github.proxmoxmcp.server.tools.guest.PowerTools;
import io.github.proxmoxmcp.server.tools.guest.RemovalTools;
import io.github.proxmoxmcp.server.tools.guest.RevertTools;
import io.github.proxmoxmcp.server.tools.guest.RunTools;
import io.github.proxmoxmcp.server.tools.history.HistoryTools;
import io.github.proxmoxmcp.server.tools.history.MemoryTools;
import io.github.proxmoxmcp.server.tools.storage.StorageTools;
import io.github.proxmoxmcp.server.tools.task.PlanTools;
import io.github.proxmoxmcp.server.tools.task.TaskTools;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The wiring diagram: builds everything by hand, top to bottom, and takes it down again in the opposite order.
///
/// Everything comes up in the background, the store, the clusters and their sync only once the client is
/// introduced.
public final class Wiring implements AutoCloseable {

    private static final String DEMO = "demo";
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final WorkUnderWay underWay = new WorkUnderWay();
    private final Lazy<Backend> backend;
    private final Lazy<ToolRegistry> tools;
    private final Lazy<Library> library;
    private final Lazy<ManifestPlans> manifestPlans;
    private final Readings readings;
    private final WriteCounters writes = new WriteCounters();
    private final NotifyCounters told = new NotifyCounters();
    private volatile boolean serving;

    private Wiring(Configuration configuration, InstantSource clock, ZoneId machine) {
        ZoneId zone = configuration.zone().orElse(machine);
        readings = new Readings(this::backend, clock, zone);
        tools = new Lazy<>("tools", () -> {
            ToolRegistry made = tools(
                    configuration.policy(),
                    configuration.access(),
                    hidden(configuration),
                    configuration.manifests(),
                    readings,
                    clock,
                    writes,
                    underWay);
            return configuration.zone().map(made::shownIn).orElse(made);
        });
        library = new Lazy<>("library", () -> library(configuration, clock));
        manifestPlans = new Lazy<>(
                "plans",
                () -> new ManifestPlans(new Guard(
                        readings,
                        configuration.policy(),
                        configuration.access(),
                        clock,
                        new SecureRandom(),
                        writes,
                        underWay)));
        backend = new Lazy<>("start-up", () -> backend(configuration, clock));
    }

    /// Starts everything that the configuration asks for.
    public static Wiring of(Configuration configuration, InstantSource clock, ZoneId zone) {
        return new Wiring(configuration, clock, zone);
    }

    /// The tools of a configuration, to be described and not called: nothing is opened.
    public static ToolRegistry describe(Configuration configuration) {
        return described(
                configuration.policy(), configuration.access(), hidden(configuration), configuration.manifests());
    }

    /// All tools there are, of every access level, to be described and not called.
    public static List<ToolDefinition> allTools() {
        return described(PolicySettings.usual(), Access.ADMIN, Set.of(), Optional.empty())
                .tools();
    }

    private static ToolRegistry described(
            PolicySettings policy, Access access, Set<String> hidden, Optional<ManifestSettings> manifests) {
        InstantSource clock = InstantSource.system();
        Readings nothing = new Readings(
                () -> {
                    throw new IllegalStateException("these tools are only described");
                },
                clock,
                ZoneId.systemDefault());
        return tools(policy, access, hidden, manifests, nothing, clock, new WriteCounters(), new WorkUnderWay());
    }

    /// Resources and prompts of a configuration, for reference pages.
    public static Library describeLibrary(Configuration configuration) {
        Supplier<Backend> nothing = () -> {
            throw new IllegalStateException("these resources and prompts are only described");
        };
        InstantSource clock = InstantSource.system();
        Completions completions = new Completions(nothing);
        ToolRegistry tools = describe(configuration);
        ResourceRegistry resources =
                resources(configuration, new Readings(nothing, clock, ZoneId.systemDefault()), tools);
        return new Library(
                resources,
                prompts(configuration, tools, completions),
                completions,
                new Subscriptions(() -> resources, nothing, clock, Subscriptions.Pause.A_SECOND),
                new ViewDocuments(Optional.empty()));
    }

    public ToolRegistry tools() {
        return tools.get();
    }

    public Library library() {
        return library.get();
    }

    /// The memory and the clusters; waits until they are there.
    public Backend backend() {
        return backend.get();
    }

    /// Looks into the memory, for commands that are no tools.
    public Readings readings() {
        return readings;
    }

    /// Plans of manifests, for the command line, with a guard of their own as a registry of tools has.
    public ManifestPlans manifestPlans() {
        return manifestPlans.get();
    }

    /// The languages in which a cluster can be written down.
    public static List<Exporter> exporters() {
        return List.of(new ManifestExporter(), new TerraformExporter(), new AnsibleExporter());
    }

    /// Signs what clients carry from one request to the next.
    public byte[] stateKey() {
        return backend()
                .store()
                .keptSessions()
                .requestKey(() -> {
                    byte[] key = new byte[32];
                    new SecureRandom().nextBytes(key);
                    return HexFormat.of().formatHex(key);
                })
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Counters of the writes of this process.
    public WriteCounters writes() {
        return writes;
    }

    /// Counters of what people were told by this process.
    public NotifyCounters told() {
        return told;
    }

    /// Makes the tools, opens the store and follows the clusters from now on, and not only when somebody asks.
    public void begin() {
        serving = true;
        tools.begin();
        backend.begin();
    }

    private static ToolRegistry tools(
            PolicySettings policy,
            Access access,
            Set<String> hidden,
            Optional<ManifestSettings> manifests,
            Readings readings,
            InstantSource clock,
            WriteCounters writes,
            WorkUnderWay underWay) {
        Guard guard = new Guard(readings, policy, access, clock, new SecureRandom(), writes, underWay);
        List<Object> holders = new ArrayList<>(List.of(
                new ClusterTools(readings),
                new GuestTools(readings),
                new NodeTools(readings),
                new StorageTools(readings),
                new BackupTools(readings),
                new ProblemTools(readings),
                new TaskTools(readings, clock),
                new MemoryTools(readings, clock),
                new HistoryTools(readings),
                new ApiTools(readings, new Catalogues()),
                new MetricTools(readings),
                new FindTools(readings),
                new PowerTools(readings, guard),
                new GuestSnapshotTools(readings, guard),
                new ArchiveTools(readings, guard),
                new MigrationTools(readings, guard),
                new ConfigTools(readings, guard),
                new DiskTools(readings, guard),
                new CloneTools(readings, guard),
                new CreationTools(readings, guard),
                new RunTools(readings, guard, policy.runInGuest()),
                new JobTools(readings, guard),
                new RemovalTools(readings, guard),
                new ChangeApiTools(readings, guard),
                new RevertTools(readings, guard),
                new PlanTools(guard)));
        manifests.ifPresent(
                settings -> holders.add(new ManifestTools(readings, guard, exporters(), settings.directory())));
        return ToolRegistry.of(access, hidden, new Fleet(readings::clusters, Limit.DEFAULT.value()), holders);
    }

    private Library library(Configuration configuration, InstantSource clock) {
        ResourceRegistry resources = resources(configuration, readings, tools.get());
        Lazy<Changes> changes = new Lazy<>("changes", () -> {
            Changes made = backend().store().changes();
            opened(made::close);
            return made;
        });
        Subscriptions subscriptions = new Subscriptions(
                () -> resources, this::backend, clock, () -> changes.get().await(A_SECOND));
        opened(subscriptions::close);
        Completions completions = new Completions(this::backend);
        PromptRegistry prompts = prompts(configuration, tools.get(), completions);
        ViewDocuments views = new ViewDocuments(configuration.http().flatMap(HttpSettings::publicPage));
        return new Library(resources, prompts, completions, subscriptions, views);
    }

    private static ResourceRegistry resources(Configuration configuration, Readings readings, ToolRegistry tools) {
        List<String> clusters = Stream.concat(
                        configuration.clusters().stream().map(ClusterConfiguration::name),
                        configuration.demo().stream().map(_ -> DEMO))
                .toList();
        List<ResourceDefinition> kinds = Stream.concat(
                        new ClusterResources(readings, new Questions(tools, "resource")).definitions().stream(),
                        configuration.manifests().map(_ -> ManifestSchemaResource.definition()).stream())
                .toList();
        return new ResourceRegistry(kinds, clusters);
    }

    private static PromptRegistry prompts(Configuration configuration, ToolRegistry tools, Completions completions) {
        return new PromptRegistry(Runbooks.all(), hidden(configuration), new Questions(tools, "prompt"), completions);
    }

    /// All of a configuration that decides what is in the lists of tools, prompts and templates, in one line. A
    /// list that was written where this was the same is taken as it is, so whatever else is to decide belongs here
    /// too. A test compares.
    public static String listed(Configuration configuration) {
        return configuration.access() + " without " + hidden(configuration)
                + configuration.manifests().map(_ -> " with manifests").orElse("");
    }

    /// Where there is but one cluster nobody needs to say which.
    private static Set<String> hidden(Configuration configuration) {
        return configuration.clusters().size() > 1 ? Set.of() : Set.of("cluster");
    }

    private Backend backend(Configuration configuration, InstantSource clock) {
        Store store = Stores.open(
                StoreLocation.parse(configuration.state().orElseGet(() -> TemporaryState.file(this::opened))), clock);
        opened(store::close);
        List<ClusterConfiguration> configured = new ArrayList<>(configuration.clusters());
        configuration.demo().ifPresent(settings -> configured.add(demo(settings)));
        String holder = ProcessHandle.current().pid() + "@" + clock.millis();
        List<Cluster> clusters = configured.stream()
                .map(cluster -> follow(cluster, configuration, store, clock, holder))
                .toList();
        Housekeeping housekeeping = new Housekeeping(
                store,
                clusters.stream().map(Cluster::name).toList(),
                configuration.memory().retention(),
                clock,
                holder);
        opened(housekeeping::close);
        housekeeping.start();
        StoredSecrets secrets = new StoredSecrets(store);
        opened(secrets::close);
        secrets.start();
        Settlement settlement = new Settlement(store, clusters, clock, holder, writes);
        opened(settlement::close);
        settlement.start();
        AuditKeeper keeper = new AuditKeeper(store, configuration.audit(), clock);
        opened(keeper::close);
        keeper.start();
        Backend made = new Backend(store, clusters);
        if (serving) {
            configuration.notifications().ifPresent(settings -> notify(made, settings, configuration, clock, holder));
        }
        return made;
    }

    private void notify(
            Backend made, NotifySettings settings, Configuration configuration, InstantSource clock, String holder) {
        InstantSource shared =
                () -> made.store().leases().now(SteadyClock.shared(clock).instant());
        Notifier notifier = new Notifier(made, settings, configuration.policy(), shared, holder, told);
        opened(notifier::close);
        notifier.start();
    }

    private Cluster follow(
            ClusterConfiguration cluster,
            Configuration configuration,
            Store store,
            InstantSource clock,
            String holder) {
        if (clock instanceof SteadyClock steady) {
            store.clusters().sync(cluster.name()).map(SyncState::triedAt).ifPresent(steady::atLeast);
        }
        Proxmox api = Proxmox.connect(cluster.connection()
                .withLimits(
                        configuration.sync().concurrency(), cluster.connection().maxResponseBytes()));
        opened(api::close);
        Synchronizer sync = new Synchronizer(cluster, api, store, configuration.sync(), clock, holder);
        opened(sync::close);
        sync.start();
        return new Cluster(
                cluster.name(),
                cluster.isNamed(),
                api,
                sync,
                cluster.connection().token().id());
    }

    private ClusterConfiguration demo(DemoSettings settings) {
        DemoCluster demo = DemoCluster.start(settings);
        opened(demo::close);
        return new ClusterConfiguration(
                DEMO,
                ConnectionSettings.of(
                        demo.urls(),
                        ApiToken.parse(demo.token(TokenLevel.FULL)),
                        new Trust.Fingerprint(demo.fingerprint())));
    }

    private void opened(Runnable close) {
        synchronized (undo) {
            undo.push(close);
        }
    }

    /// Before the transports close: whoever waits for a task of the cluster is answered that it goes on.
    public void leave() {
        underWay.end();
    }

    @Override
    public void close() {
        backend.settle();
        underWay.close();
        synchronized (undo) {
            undo.forEach(Runnable::run);
            undo.clear();
        }
    }
}
