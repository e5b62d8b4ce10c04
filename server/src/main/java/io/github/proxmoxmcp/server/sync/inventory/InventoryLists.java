package io.github.proxmoxmcp.server.sync.inventory;

import static io.github.proxmoxmcp.server.sync.inventory.InventorySource.filtered;
import static io.github.proxmoxmcp.server.sync.inventory.InventorySource.rows;
import static io.github.proxmoxmcp.server.sync.inventory.InventorySource.some;
import static io.github.proxmoxmcp.server.sync.inventory.InventorySource.whole;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.HaApi.HaResourceQuery;
import io.github.proxmoxmcp.client.cluster.ReplicationApi.ReplicationQuery;
import io.github.proxmoxmcp.client.nodes.DisksApi.DiskQuery;
import io.github.proxmoxmcp.client.nodes.NetworkApi.NetworkQuery;
import io.github.proxmoxmcp.client.pools.PoolsApi;
import io.github.proxmoxmcp.client.pools.PoolsApi.PoolQuery;
import io.github.proxmoxmcp.client.storage.StorageApi;
import io.github.proxmoxmcp.client.storage.StorageApi.ContentQuery;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.ClusterOption;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.NodeCertificate;
import io.github.proxmoxmcp.persistence.inventory.NodeDisk;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.inventory.NodeUpdate;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.inventory.PoolMember;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.ReplicationState;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which lists a cluster has besides what a cycle reads, how long each is good for, and how to read it.
final class InventoryLists {

    private static final String[] SEE_STORAGE = {"Datastore.Audit", "Datastore.AllocateSpace", "Datastore.Allocate"};

    /// Everybody is given the list of a node's interfaces, with the bridges that they may use or see.
    private static final String BRIDGES = "/sdn/zones/localnetwork";

    private static final String[] SEE_BRIDGE = {"SDN.Audit", "SDN.Use"};

    /// One node that answers is enough; another one may be asked where the first cannot tell.
    private static final int MAX_NODES_TO_ASK = 3;

    private final String cluster;
    private final Proxmox api;
    private final Store store;
    private final FirewallLists firewalls;

    InventoryLists(String cluster, Proxmox api, Store store) {
        this.cluster = cluster;
        this.api = api;
        this.store = store;
        this.firewalls = new FirewallLists(cluster, api, store);
    }

    /// All lists that nodes which answer can give.
    ///
    /// @param firewalls guests whose firewalls are wanted besides
    List<InventorySource> of(Instant now, Set<String> online, Set<Integer> firewalls) {
        List<InventorySource> all = new ArrayList<>();
        if (!online.isEmpty()) {
            all.addAll(ofCluster(online));
        }
        online.stream().sorted().forEach(node -> all.addAll(ofNode(node)));
        all.addAll(ofStorages(online));
        // Read first after a start is what questions are about most.
        if (!online.isEmpty()) {
            all.addAll(new AccessLists(api).all());
            all.addAll(new ConfiguredLists(api).all());
            all.addAll(this.firewalls.all(now, online, firewalls));
        }
        return all;
    }

    private List<InventorySource> ofCluster(Set<String> online) {
        return List.of(
                whole(
                        HaResource.class,
                        "HA resources",
                        5,
                        () -> rows(api.ha().resources(HaResourceQuery.ALL), InventoryFacts::haResource)),
                replication(online),
                filtered(
                        StorageDefinition.class,
                        "definitions of storages",
                        10,
                        () -> rows(api.storageConfig().definitions(), InventoryFacts::storage),
                        rights -> rights.everywhere("/storage", SEE_STORAGE)),
                new InventorySource(
                        InventorySource.id(Pool.class, ""), "pools", Duration.ofMinutes(15), false, this::pools),
                filtered(
                        ReplicationJob.class,
                        "replication jobs",
                        15,
                        () -> rows(api.replication().list(), InventoryFacts::replicationJob),
                        rights -> rights.everywhere("/vms", "VM.Audit")),
                whole(
                        BackupJob.class,
                        "backup jobs",
                        15,
                        () -> rows(api.backupJobs().list(), InventoryFacts::backupJob)),
                filtered(
                        ClusterOption.class,
                        "options of the datacenter",
                        30,
                        () -> InventoryFacts.options(api.options().get()),
                        rights -> rights.at("/", "Sys.Audit", "Sys.Modify")));
    }

    private List<InventorySource> ofNode(String node) {
        return List.of(
                whole(
                        NodeService.class,
                        node,
                        "services",
                        10,
                        () -> some(api.services().list(node), row -> InventoryFacts.service(node, row))),
                filtered(
                        NodeInterface.class,
                        node,
                        "network interfaces",
                        30,
                        () -> rows(
                                api.network().list(node, NetworkQuery.ALL),
                                row -> InventoryFacts.networkInterface(node, row)),
                        rights -> rights.everywhere(BRIDGES, SEE_BRIDGE)),
                whole(
                        NodeUpdate.class,
                        node,
                        "pending updates",
                        60,
                        () -> some(api.apt().updates(node), row -> InventoryFacts.update(node, row))),
                whole(
                        NodeDisk.class,
                        node,
                        "disks",
                        60,
                        () -> some(api.disks().list(node, DiskQuery.ALL), row -> InventoryFacts.disk(node, row))),
                whole(
                        NodeCertificate.class,
                        node,
                        "certificates",
                        60,
                        () -> some(api.certificates().list(node), row -> InventoryFacts.certificate(node, row))));
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

    private List<InventorySource> ofStorages(Set<String> online) {
        return readable(online)
                .map(storage -> new InventorySource(
                        InventorySource.id(
                                Backup.class,
                                storage.shared() ? storage.name() : storage.name() + "@" + storage.node()),
                        "backups",
                        Duration.ofMinutes(30),
                        false,
                        () -> backups(storage)))
                .toList();
    }

    /// An auditor gets an empty list and no error: backups show only to who may use the storage and save the guests.
    private Function<Permissions, List<Listing<?>>> backups(Storage storage) {
        List<StorageApi.Volume> volumes = api.storage()
                .content(storage.node(), storage.name(), new ContentQuery(Optional.of("backup"), Optional.empty()));
        Optional<String> node = Optional.of(storage.node()).filter(_ -> !storage.shared());
        List<Backup> archives = some(volumes, volume -> InventoryFacts.backup(storage.name(), node, volume));
        String path = "/storage/" + storage.name();
        return rights -> List.of(new Listing<>(
                Backup.class,
                List.of(storage.name(), node.orElse("")),
                archives,
                archives.size() == volumes.size()
                        && (rights.at(path, "Datastore.Allocate")
                                || (rights.at(path, "Datastore.AllocateSpace")
                                        && rights.everywhere("/vms", "VM.Backup")))));
    }

    private Function<Permissions, List<Listing<?>>> pools() {
        List<PoolsApi.Pool> rows = api.pools().list(PoolQuery.ALL).stream()
                .flatMap(pool -> api.pools().list(new PoolQuery(Optional.of(pool.poolid()))).stream())
                .toList();
        List<Pool> pools = rows(rows, InventoryFacts::pool);
        List<PoolMember> members =
                rows.stream().flatMap(InventoryFacts::members).toList();
        return rights -> {
            boolean proof = rights.everywhere("/pool", "Pool.Audit")
                    && rights.everywhere("/vms", "VM.Audit")
                    && rights.everywhere("/storage", SEE_STORAGE);
            return List.of(Listing.of(Pool.class, pools, proof), Listing.of(PoolMember.class, members, proof));
        };
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
    private InventorySource replication(Set<String> online) {
        List<String> nodes = store.inventory().list(ReplicationJob.class, cluster, Moment.now()).stream()
                .map(job -> job.thing().vmid())
                .distinct()
                .flatMap(vmid -> store.guests().get(cluster, vmid, Moment.now()).stream())
                .map(state -> state.guest().node())
                .distinct()
                .toList();
        return filtered(
                ReplicationState.class,
                "the state of replication",
                5,
                () -> nodes.stream()
                        .filter(online::contains)
                        .flatMap(node -> api.replication().ofNode(node, ReplicationQuery.ALL).stream())
                        .map(InventoryFacts::replicationState)
                        .toList(),
                rights -> online.containsAll(nodes) && rights.everywhere("/vms", "VM.Audit"));
    }
}
