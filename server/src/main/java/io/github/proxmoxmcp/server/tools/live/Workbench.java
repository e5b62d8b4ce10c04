package io.github.proxmoxmcp.server.tools.live;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.NodeResource;
import io.github.proxmoxmcp.client.cluster.ClusterResource.StorageResource;
import io.github.proxmoxmcp.client.guest.Feature;
import io.github.proxmoxmcp.client.guest.FeatureQuery;
import io.github.proxmoxmcp.client.guest.GuestSnapshot;
import io.github.proxmoxmcp.client.guest.SnapshotRemoval;
import io.github.proxmoxmcp.client.storage.StorageApi.ContentQuery;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Shared by the tools that change a cluster: live reads of the cluster, and the guard.
public final class Workbench {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    private static final int SHORT = 60;

    private final Readings readings;
    private final Guard guard;
    private final InstantSource clock;

    public Workbench(Readings readings, Guard guard, InstantSource clock) {
        this.readings = readings;
        this.guard = guard;
        this.clock = clock;
    }

    public Reading reading(Optional<ClusterName> cluster) {
        return readings.now(cluster, Optional.empty());
    }

    /// A guest as the cluster shows it now.
    public LiveGuest guest(Reading reading, GuestRef ref) {
        return guard.look(reading, ref);
    }

    public LiveGuest guest(Reading reading, int vmid) {
        return guard.look(reading.cluster(), vmid);
    }

    public Answer<Outcome> submit(Action action, RunOptions wish, Caller caller) {
        return guard.submit(action, wish, caller);
    }

    public static Proxmox api(Reading reading) {
        return reading.cluster().api();
    }

    public Instant now() {
        return clock.instant();
    }

    public boolean exists(Reading reading, int vmid) {
        return resources(reading, GuestResource.class).anyMatch(row -> row.vmid() == vmid);
    }

    /// Nodes that are online, those with the most free memory first.
    public List<NodeResource> onlineNodes(Reading reading) {
        return resources(reading, NodeResource.class)
                .filter(node -> node.status().equals(Optional.of("online")))
                .sorted((one, other) -> Long.compare(freeMemory(other), freeMemory(one)))
                .toList();
    }

    /// The guests of a node, by vmid.
    public Stream<GuestResource> guestsOf(Reading reading, String node) {
        return resources(reading, GuestResource.class)
                .filter(row -> row.node().equals(node))
                .sorted(java.util.Comparator.comparingInt(GuestResource::vmid));
    }

    /// Storages as the nodes see them, those that are there to be used.
    public List<StorageResource> storages(Reading reading) {
        return resources(reading, StorageResource.class)
                .filter(row -> row.status().equals(Optional.of("available")))
                .toList();
    }

    public static long freeMemory(NodeResource node) {
        return node.maxmem().orElse(0L) - node.mem().orElse(0L);
    }

    public static long free(StorageResource storage) {
        return storage.maxdisk().orElse(0L) - storage.disk().orElse(0L);
    }

    static boolean holds(StorageResource storage, String content) {
        return storage.content()
                .filter(types -> types.names().contains(content))
                .isPresent();
    }

    /// The node that was asked for, or the one with the most free memory, that has this storage for this content, and
    /// sees the volume that is needed there.
    public String nodeFor(
            Reading reading,
            Optional<String> wanted,
            Optional<String> storage,
            String content,
            Optional<String> volume) {
        List<StorageResource> rows = storages(reading).stream()
                .filter(row -> holds(row, content))
                .filter(row -> storage.isEmpty() || row.storage().equals(storage.get()))
                .toList();
        return onlineNodes(reading).stream()
                .map(NodeResource::node)
                .filter(node -> wanted.isEmpty() || node.equals(wanted.get()))
                .filter(node -> rows.stream().anyMatch(row -> row.node().equals(node)))
                .filter(node -> volume.isEmpty() || sees(reading, node, volume.get()))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        "no_node",
                        "no online node"
                                + wanted.map(node -> " named '" + node + "'").orElse("") + " has a storage"
                                + storage.map(name -> " '" + name + "'").orElse("") + " that takes " + content
                                + volume.map(volid -> " and sees the volume " + UntrustedText.line(volid))
                                        .orElse("")
                                + "; list_nodes, list_storage and list_volumes show what there is"));
    }

    private static boolean sees(Reading reading, String node, String volid) {
        String storage = volid.replaceFirst(":.*", "");
        return ifAllowed(() -> api(reading).storage().content(node, storage, ContentQuery.ALL)).stream()
                .flatMap(List::stream)
                .anyMatch(volume -> volume.volid().equals(volid));
    }

    /// The storage that was asked for, or the one with the most space, for this content on a node.
    public String storageFor(Reading reading, String node, Optional<String> wanted, String content) {
        return storages(reading).stream()
                .filter(row -> row.node().equals(node) && holds(row, content))
                .filter(row -> wanted.isEmpty() || row.storage().equals(wanted.get()))
                .max((one, other) -> Long.compare(free(one), free(other)))
                .map(StorageResource::storage)
                .orElseThrow(() -> new Refused(
                        "no_storage",
                        "node " + node + " has no storage"
                                + wanted.map(name -> " '" + name + "'").orElse("") + " that takes " + content
                                + " and is available; list_storage shows what there is"));
    }

    /// A snapshot before the steps of an action and its removal after them, if that is wanted: when a step fails, the
    /// snapshot stays.
    public Action safely(Optional<Boolean> wanted, Reading reading, LiveGuest guest, Action action) {
        if (!wanted.orElse(false)) {
            return action;
        }
        requireSnapshots(reading, guest);
        String name = "before_" + STAMP.format(clock.instant());
        return action.between(
                        guest.snapshot(
                                name, Optional.of("before: " + action.summary()), Optional.empty(), "snapshot " + name),
                        Step.of(
                                plan -> guest.in(plan).deleteSnapshot(name, SnapshotRemoval.PLAIN),
                                "remove snapshot " + name))
                .dependent("snapshot " + name + " is taken first and removed when all went well; if a step fails it"
                        + " stays, and rollback_guest snapshot=" + name + " goes back");
    }

    /// Refuses where a disk of the guest lies on a storage that cannot do snapshots.
    public void requireSnapshots(Reading reading, LiveGuest guest) {
        Feature feature = guest.in(api(reading)).feature(new FeatureQuery("snapshot", Optional.empty()));
        if (!feature.hasFeature()) {
            throw new Refused(
                    "no_snapshots",
                    "a disk of guest " + guest.label() + " lies on a storage that cannot do snapshots; backup_guest is"
                            + " the way to have a copy first, move_disk the way to another storage");
        }
    }

    /// The snapshots of a guest, oldest first.
    public static List<GuestSnapshot> snapshots(Reading reading, LiveGuest guest) {
        return guest.in(api(reading)).snapshots().stream()
                .filter(snapshot -> !snapshot.isCurrent())
                .sorted((one, other) -> one.snaptime()
                        .orElse(Instant.EPOCH)
                        .compareTo(other.snaptime().orElse(Instant.EPOCH)))
                .toList();
    }

    /// Refuses templates, which cannot run.
    public static void requireNoTemplate(LiveGuest guest, String why) {
        if (guest.template()) {
            throw new Refused("template", "guest " + guest.label() + " is a template: " + why);
        }
    }

    public static void requireUnlocked(LiveGuest guest) {
        guest.lock().ifPresent(lock -> {
            throw new Refused(
                    "locked",
                    "guest " + guest.label() + " is locked (" + lock + "): a task works on it, see list_tasks"
                            + " status=running, or one broke off. Wait for it; if none runs any more, its owner can"
                            + " unlock it (unlock_guest)");
        });
    }

    /// The result of a live read; absent if the token lacks the privilege, which the caller then says.
    public static <T> Optional<T> ifAllowed(java.util.function.Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (ProxmoxException _) {
            return Optional.empty();
        }
    }

    /// `key=value` texts as a map, in their order.
    public static Map<String, String> assignments(String argument, List<String> texts) {
        Map<String, String> map = new java.util.LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new ToolException.BadArgument("'" + argument
                        + "' takes option=value texts such as cores=4, or an object such as {\"cores\": 4}, not '"
                        + (text.length() > SHORT ? text.substring(0, SHORT) + "…" : text) + "'");
            }
            map.put(
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip());
        }
        return map;
    }

    public static <T extends ClusterResource> Stream<T> resources(Reading reading, Class<T> type) {
        return api(reading).cluster().resources().stream()
                .filter(type::isInstance)
                .map(type::cast);
    }
}
