package io.github.proxmoxmcp.server.sync.inventory;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.HaApi.HaResourceQuery;
import io.github.proxmoxmcp.client.cluster.ReplicationApi.ReplicationQuery;
import io.github.proxmoxmcp.client.nodes.DisksApi.DiskQuery;
import io.github.proxmoxmcp.client.nodes.NetworkApi.NetworkQuery;
import io.github.proxmoxmcp.client.pools.PoolsApi.PoolQuery;
import io.github.proxmoxmcp.client.storage.StorageApi;
import io.github.proxmoxmcp.client.storage.StorageApi.ContentQuery;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.inventory.ReplicationState;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Which lists a cluster has besides what a cycle reads, how long each is good for, and how to read it.
final class InventoryLists {

    private static final String[] SEE_STORAGE = {"Datastore.Audit", "Datastore.AllocateSpace", "Datastore.Allocate"};

    /// Everybody is given the list of a node's interfaces, with the bridges that they may use or see.
    private static final String BRIDGES = "/sdn/zones/localnetwork";

    private static final String[] SEE_BRIDGE = {"SDN.Audit", "SDN.Use"};

    private static final Set<Kind> ALL_OR_NOTHING = Set.of(
            Kind.HA_RESOURCE,
            Kind.BACKUP_JOB,
            Kind.NODE_SERVICE,
            Kind.NODE_UPDATE,
            Kind.NODE_DISK,
            Kind.NODE_CERTIFICATE);

    /// One node that answers is enough; another one may be asked where the first cannot tell.
    private static final int MAX_NODES_TO_ASK = 3;

    private final String cluster;
    private final Proxmox api;
    private final Store store;

    InventoryLists(String cluster, Proxmox api, Store store) {
        this.cluster = cluster;
        this.api = api;
        this.store = store;
    }

    /// Names a list as the memory does.
    ///
    /// @param scope a node, `storage` or `storage@node`; empty for the whole cluster
    record ListId(Kind kind, String scope) {}

    /// A list that can be read.
    ///
    /// @param what it holds, for a person
    /// @param age after which it is read again without a hint
    /// @param read makes the calls. Whether the list is whole, the rights tell that held before and after them
    record Source(ListId key, String what, Duration age, Supplier<Function<Permissions, Listing>> read) {

        /// Whether Proxmox refuses the call unless the token may see the whole list, instead of leaving rows out.
        boolean isAllOrNothing() {
            return ALL_OR_NOTHING.contains(key.kind());
        }
    }

    /// A complete list: Proxmox refuses the call unless the token may see every row.
    private static Function<Permissions, Listing> whole(Listing listing) {
        return _ -> listing;
    }

    /// All lists that nodes which answer can give.
    List<Source> all(Set<String> online) {
        List<Source> all = new ArrayList<>();
        if (!online.isEmpty()) {
            all.addAll(ofCluster(online));
        }
        online.stream().sorted().forEach(node -> all.addAll(ofNode(node)));
        all.addAll(ofStorages(online));
        return all;
    }

    private List<Source> ofCluster(Set<String> online) {
        return List.of(
                source(
                        Kind.HA_RESOURCE,
                        "HA resources",
                        5,
                        () -> whole(new Listing.HaResources(
                                all(api.ha().resources(HaResourceQuery.ALL), InventoryFacts::haResource), true))),
                source(Kind.REPLICATION_STATE, "the state of replication", 5, () -> replication(online)),
                source(Kind.STORAGE_DEFINITION, "definitions of storages", 10, () -> {
                    var read = all(api.storage().definitions(), InventoryFacts::storage);
                    return rights -> new Listing.Storages(read, rights.everywhere("/storage", SEE_STORAGE));
                }),
                source(Kind.POOL, "pools", 15, this::pools),
                source(Kind.REPLICATION_JOB, "replication jobs", 15, () -> {
                    var read = all(api.replication().list(), InventoryFacts::replicationJob);
                    return rights -> new Listing.ReplicationJobs(read, rights.everywhere("/vms", "VM.Audit"));
                }),
                source(
                        Kind.BACKUP_JOB,
                        "backup jobs",
                        15,
                        () -> whole(
                                new Listing.BackupJobs(all(api.backupJobs().list(), InventoryFacts::backupJob), true))),
                source(Kind.CLUSTER_OPTION, "options of the datacenter", 30, () -> {
                    var read = InventoryFacts.options(api.options().get());
                    return rights -> new Listing.Options(read, rights.at("/", "Sys.Audit", "Sys.Modify"));
                }));
    }

    private List<Source> ofNode(String node) {
        return List.of(
                source(
                        Kind.NODE_SERVICE,
                        node,
                        "services",
                        10,
                        () -> whole(new Listing.Services(
                                node, some(api.services().list(node), InventoryFacts::service), true))),
                source(Kind.NODE_NETWORK, node, "network interfaces", 30, () -> {
                    var read = all(api.network().list(node, NetworkQuery.ALL), InventoryFacts::networkInterface);
                    return rights -> new Listing.Interfaces(node, read, rights.everywhere(BRIDGES, SEE_BRIDGE));
                }),
                source(
                        Kind.NODE_UPDATE,
                        node,
                        "pending updates",
                        60,
                        () -> whole(new Listing.Updates(
                                node, some(api.apt().updates(node), InventoryFacts::update), true))),
                source(
                        Kind.NODE_DISK,
                        node,
                        "disks",
                        60,
                        () -> whole(new Listing.Disks(
                                node, some(api.disks().list(node, DiskQuery.ALL), InventoryFacts::disk), true))),
                source(
                        Kind.NODE_CERTIFICATE,
                        node,
                        "certificates",
                        60,
                        () -> whole(new Listing.Certificates(
                                node, some(api.certificates().list(node), InventoryFacts::certificate), true))));
    }

    /// A shared storage is read once, through one of its nodes; which one, its name decides, so that not one node has
    /// to answer for all.
    private Stream<Storage> readable(Set<String> online) {
        List<Storage> there = store.storages().list(cluster, Moment.now()).stream()
                .filter(state -> state.validity().unknownSince().isEmpty())
                .map(StorageState::storage)
                .filter(storage -> storage.content().contains("backup") && online.contains(storage.node()))
                .toList();
        return there.stream()
                .filter(storage -> !storage.shared() || reader(storage, there).equals(storage.node()));
    }

    private static String reader(Storage storage, List<Storage> all) {
        List<String> nodes = all.stream()
                .filter(other -> other.name().equals(storage.name()))
                .map(Storage::node)
                .toList();
        return nodes.get(Math.floorMod(storage.name().hashCode(), nodes.size()));
    }

    private List<Source> ofStorages(Set<String> online) {
        return readable(online)
                .map(storage -> source(
                        Kind.BACKUP,
                        storage.shared() ? storage.name() : storage.name() + "@" + storage.node(),
                        "backups",
                        30,
                        () -> backups(storage)))
                .toList();
    }

    /// An auditor gets an empty list and no error: backups show only to who may use the storage and save the guests.
    private Function<Permissions, Listing> backups(Storage storage) {
        List<StorageApi.Volume> volumes = api.storage()
                .content(storage.node(), storage.name(), new ContentQuery(Optional.of("backup"), Optional.empty()));
        List<Backup> archives = some(volumes, InventoryFacts::backup);
        String path = "/storage/" + storage.name();
        return rights -> new Listing.Backups(
                storage.name(),
                Optional.of(storage.node()).filter(_ -> !storage.shared()),
                archives,
                archives.size() == volumes.size()
                        && (rights.at(path, "Datastore.Allocate")
                                || (rights.at(path, "Datastore.AllocateSpace")
                                        && rights.everywhere("/vms", "VM.Backup"))));
    }

    private Function<Permissions, Listing> pools() {
        List<Pool> pools = api.pools().list(PoolQuery.ALL).stream()
                .flatMap(pool -> api.pools().list(new PoolQuery(Optional.of(pool.poolid()))).stream())
                .map(InventoryFacts::pool)
                .toList();
        return rights -> new Listing.Pools(
                pools,
                rights.everywhere("/pool", "Pool.Audit")
                        && rights.everywhere("/vms", "VM.Audit")
                        && rights.everywhere("/storage", SEE_STORAGE));
    }

    /// Whether a storage that is in no list exists no more: one that is only hidden from the token is refused, one that
    /// is disabled or of other nodes is known by its name.
    boolean isRemoved(String storage, Set<String> online) {
        return online.stream().sorted().limit(MAX_NODES_TO_ASK).anyMatch(node -> isUnheardOf(node, storage));
    }

    private boolean isUnheardOf(String node, String storage) {
        try {
            api.storage().content(node, storage, ContentQuery.ALL);
            return false;
        } catch (ProxmoxException e) {
            return e instanceof ProxmoxException.NoSuchThing;
        }
    }

    /// Only nodes with guests that are replicated are asked.
    private Function<Permissions, Listing> replication(Set<String> online) {
        List<String> nodes = store.inventory().replicationJobs(cluster, Moment.now()).stream()
                .map(job -> job.thing().vmid())
                .distinct()
                .flatMap(vmid -> store.guests().get(cluster, vmid, Moment.now()).stream())
                .map(state -> state.guest().node())
                .distinct()
                .toList();
        List<ReplicationState> states = nodes.stream()
                .filter(online::contains)
                .flatMap(node -> api.replication().ofNode(node, ReplicationQuery.ALL).stream())
                .map(InventoryFacts::replicationState)
                .toList();
        return rights -> new Listing.ReplicationStates(
                states, online.containsAll(nodes) && rights.everywhere("/vms", "VM.Audit"));
    }

    private static <T, R> List<R> all(List<T> rows, Function<T, R> fact) {
        return rows.stream().map(fact).toList();
    }

    private static <T, R> List<R> some(List<T> rows, Function<T, Optional<R>> fact) {
        return rows.stream().flatMap(row -> fact.apply(row).stream()).toList();
    }

    private static Source source(Kind kind, String what, int minutes, Supplier<Function<Permissions, Listing>> read) {
        return source(kind, "", what, minutes, read);
    }

    private static Source source(
            Kind kind, String scope, String what, int minutes, Supplier<Function<Permissions, Listing>> read) {
        return new Source(new ListId(kind, scope), what, Duration.ofMinutes(minutes), read);
    }
}
