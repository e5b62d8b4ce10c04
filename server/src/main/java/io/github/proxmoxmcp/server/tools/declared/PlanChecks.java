package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.StatusEntry;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.Sdn;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.declared.DeclaredWorld.Sight;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.manifest.Wanted;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What Proxmox would refuse, or take and fail at later: said when the plan is made, by field, with what to do.
final class PlanChecks {

    private static final Map<String, String> PRIVILEGES = Map.of(
            "cpu", "VM.Config.CPU",
            "memory", "VM.Config.Memory",
            "disks", "VM.Config.Disk",
            "nets", "VM.Config.Network",
            "cloudInit", "VM.Config.Cloudinit");

    private final Reading reading;
    private final LiveWorld world;
    private final List<String> faults = new ArrayList<>();
    private final Supplier<Permissions> rights;

    /// @param rights of the server's token
    PlanChecks(Reading reading, LiveWorld world, Supplier<Permissions> rights) {
        this.reading = reading;
        this.world = world;
        this.rights = rights;
    }

    List<String> faults() {
        return faults;
    }

    void fault(Manifest manifest, String path, String message) {
        String place = manifest.wanted(path)
                .map(Wanted::place)
                .orElse(manifest.place())
                .toString();
        faults.add(place + ": " + manifest.key() + ": " + path + ": " + message);
    }

    /// A guest that is to be made on a node.
    void creation(Manifest manifest, String node) {
        node(manifest, node);
        for (Wanted wanted : manifest.fields()) {
            wanted.value().ifPresent(value -> place(manifest, wanted.path(), value, node, true));
        }
        manifest.from().storage().ifPresent(storage -> storage(manifest, "from.storage", storage, node, "images"));
        if (!rights.get().at("/vms", "VM.Allocate") && !rights.get().below("/vms", "VM.Allocate")) {
            fault(manifest, "vmid", "the server's token may make no guest: it lacks VM.Allocate on /vms");
        }
    }

    /// A field of a guest that is there and is to be written.
    void change(Manifest manifest, Wanted wanted, int vmid, String node, boolean newSlot) {
        wanted.value().ifPresent(value -> place(manifest, wanted.path(), value, node, newSlot));
        String group = wanted.path().replaceFirst("\\..*", "");
        if (group.equals("power") || group.equals("pool")) {
            return;
        }
        String privilege = PRIVILEGES.getOrDefault(group, "VM.Config.Options");
        Set<String> held = rights.get().on("/vms/" + vmid).keySet();
        boolean any = held.contains(privilege)
                || (group.equals("options") && held.stream().anyMatch(name -> name.startsWith("VM.Config.")))
                // Names of containers are network to Proxmox.
                || (group.equals("hostname") && held.contains("VM.Config.Network"));
        if (!any) {
            fault(
                    manifest,
                    wanted.path(),
                    "the server's token may not change it: it lacks " + privilege + " on /vms/" + vmid);
        }
    }

    private void place(Manifest manifest, String path, String value, String node, boolean made) {
        if (path.matches("disks\\.[^.]+\\.storage") && made) {
            storage(manifest, path, value, node, path.matches("disks\\.(rootfs|mp[0-9]+)\\..*") ? "rootdir" : "images");
        } else if (path.matches("nets\\.[^.]+\\.bridge")) {
            bridge(manifest, path, value, node);
        } else if (path.equals("pool")
                && world.thing(ManifestKind.POOL, value) instanceof Sight.Gone
                && !declaresPool(value)) {
            fault(manifest, path, "there is no pool '" + value + "'; declare it (kind: Pool), or make it first");
        }
    }

    private Set<String> declaredPools = Set.of();

    /// Pools that the same plan makes.
    void declares(Set<String> pools) {
        declaredPools = pools;
    }

    private boolean declaresPool(String name) {
        return declaredPools.contains(name);
    }

    void node(Manifest manifest, String node) {
        Map<String, Boolean> nodes = world.nodes();
        if (!nodes.containsKey(node)) {
            fault(manifest, "node", "there is no node '" + node + "'" + near(node, nodes.keySet()));
        } else if (!nodes.getOrDefault(node, false)) {
            fault(manifest, "node", "node '" + node + "' is offline; name another, or wait for it");
        }
    }

    private void storage(Manifest manifest, String path, String storage, String node, String content) {
        if (!world.storages().contains(storage)) {
            fault(manifest, path, "there is no storage '" + storage + "'" + near(storage, world.storages()));
        } else if (!world.holds(node, storage, content)) {
            fault(
                    manifest,
                    path,
                    "storage '" + storage + "' takes no " + content + " on node " + node
                            + "; list_storage shows which does");
        }
    }

    private void bridge(Manifest manifest, String path, String bridge, String node) {
        Set<String> known = reading.inventory().list(NodeInterface.class).stream()
                .map(Known::thing)
                .filter(one -> one.node().equals(node))
                .map(NodeInterface::name)
                .collect(Collectors.toSet());
        reading.inventory().list(Sdn.Vnet.class).stream()
                .map(vnet -> vnet.thing().name())
                .forEach(known::add);
        // A list that was not read as a whole proves nothing.
        boolean whole = InventoryQueries.whole(reading, Kind.NODE_NETWORK).contains(node)
                && !InventoryQueries.whole(reading, Kind.SDN_VNET).isEmpty();
        boolean usual = bridge.startsWith("vmbr")
                && InventoryQueries.whole(reading, Kind.NODE_NETWORK).contains(node);
        if ((whole || usual) && !known.contains(bridge)) {
            fault(manifest, path, "node " + node + " has no bridge or vnet '" + bridge + "'" + near(bridge, known));
        }
    }

    /// Nothing is changed without a majority.
    void quorum() {
        try {
            reading.cluster().api().cluster().status().stream()
                    .filter(entry -> entry instanceof StatusEntry.ClusterEntry cluster && !cluster.quorate())
                    .findFirst()
                    .ifPresent(_ -> faults.add("the cluster has no quorum, so nothing in it can be changed now;"
                            + " get_cluster_status shows which nodes are away"));
        } catch (ProxmoxException _) {
            // Without the privilege to see it, Proxmox itself says so when it is asked to change something.
        }
    }

    /// What somebody may have meant.
    static String near(String word, java.util.Collection<String> known) {
        return Names.nearest(word, known)
                .map(near -> ", did you mean '" + near + "'?")
                .orElse("; there are "
                        + known.stream().sorted().map(UntrustedText::marked).collect(Collectors.joining(", ")));
    }
}
