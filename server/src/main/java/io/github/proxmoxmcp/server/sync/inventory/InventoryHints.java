package io.github.proxmoxmcp.server.sync.inventory;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.sync.inventory.InventorySource.ListId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Which lists a cycle gives reason to read again before they are old: a finished task that may have changed them, or a
/// change of what they are about.
final class InventoryHints {

    private final Set<ListId> hinted = ConcurrentHashMap.newKeySet();
    private Set<String> ended = Set.of();
    private Set<String> storages = Set.of();
    private boolean first = true;

    /// Whether there is reason to read a list again.
    boolean contains(ListId key) {
        return hinted.contains(key);
    }

    /// There is reason to read a list again.
    void add(ListId key) {
        hinted.add(key);
    }

    /// The list was read.
    void remove(ListId key) {
        hinted.remove(key);
    }

    void learn(Observation seen, List<Change> changes) {
        List<Task> done =
                seen.tasks().stream().filter(task -> task.endedAt().isPresent()).toList();
        if (!first) {
            done.stream()
                    .filter(task -> !ended.contains(task.upid()))
                    .forEach(task -> task(task, seen.storages().rows()));
        }
        ended = done.stream().map(Task::upid).collect(Collectors.toSet());
        Set<String> there = seen.storages().rows().stream()
                .map(storage -> storage.name() + "@" + storage.node() + storage.content())
                .collect(Collectors.toSet());
        if (!first && !there.equals(storages)) {
            add(new ListId(Kind.STORAGE_DEFINITION, ""));
        }
        storages = there;
        first = false;
        // Pools and HA resources show their guests as they were until the list is old.
        changes.stream().filter(change -> !(change instanceof Change.Vanished)).forEach(this::change);
    }

    /// A backup's task does not tell where the archive went: any storage of the node that takes backups.
    private void task(Task task, List<Storage> storages) {
        switch (task.type()) {
            case "vzdump", "imgdel", "prunebackups", "qmrestore", "vzrestore", "qmdestroy", "vzdestroy" ->
                storages.stream()
                        .filter(storage -> storage.content().contains("backup")
                                && (storage.shared() || storage.node().equals(task.node())))
                        .forEach(storage -> hinted.add(new ListId(
                                Kind.BACKUP,
                                storage.shared() ? storage.name() : storage.name() + "@" + storage.node())));
            case "srvstart", "srvstop", "srvrestart" -> hinted.add(new ListId(Kind.NODE_SERVICE, task.node()));
            case "srvreload" -> {
                hinted.add(new ListId(Kind.NODE_SERVICE, task.node()));
                hinted.add(new ListId(Kind.NODE_NETWORK, task.node()));
            }
            case "aptupdate" -> hinted.add(new ListId(Kind.NODE_UPDATE, task.node()));
            case "acmenewcert", "acmerenew", "acmerevoke" -> hinted.add(new ListId(Kind.NODE_CERTIFICATE, task.node()));
            case "diskinit", "wipedisk", "dircreate", "lvmcreate", "lvmthincreate", "zfscreate" ->
                hinted.add(new ListId(Kind.NODE_DISK, task.node()));
            default -> {}
        }
    }

    /// A call was sent that may have changed lists: Proxmox logs most of these changes nowhere.
    void acted(List<String> path) {
        switch (String.join("/", path.subList(0, Math.min(2, path.size())))) {
            case "cluster/backup" -> hinted.add(new ListId(Kind.BACKUP_JOB, ""));
            case "cluster/replication" -> hinted.add(new ListId(Kind.REPLICATION_JOB, ""));
            case "cluster/firewall" -> hinted.add(new ListId(Kind.FIREWALL_RULE, "cluster"));
            case "cluster/sdn" ->
                List.of(Kind.SDN_ZONE, Kind.SDN_VNET, Kind.SDN_SUBNET)
                        .forEach(kind -> hinted.add(new ListId(kind, "")));
            case "cluster/ha" ->
                List.of(Kind.HA_RESOURCE, Kind.HA_RULE, Kind.HA_GROUP)
                        .forEach(kind -> hinted.add(new ListId(kind, "")));
            default -> {
                if (path.size() > 2 && path.getFirst().equals("nodes")) {
                    ofNode(path);
                }
            }
        }
        switch (path.getFirst()) {
            case "storage" -> hinted.add(new ListId(Kind.STORAGE_DEFINITION, ""));
            case "pools" -> hinted.add(new ListId(Kind.POOL, ""));
            // Whoever is removed takes their rights along.
            case "access" ->
                List.of(Kind.ACCESS_USER, Kind.ACCESS_GROUP, Kind.ACCESS_ROLE, Kind.ACCESS_RULE)
                        .forEach(kind -> hinted.add(new ListId(kind, "")));
            default -> {}
        }
    }

    private void ofNode(List<String> path) {
        String node = path.get(1);
        switch (path.get(2)) {
            case "firewall" -> hinted.add(new ListId(Kind.FIREWALL_RULE, "node/" + node));
            case "network" -> hinted.add(new ListId(Kind.NODE_NETWORK, node));
            default -> {
                if (path.size() > 4 && path.get(4).equals("firewall")) {
                    hinted.add(new ListId(Kind.FIREWALL_RULE, "guest/" + path.get(3)));
                }
            }
        }
    }

    /// The guests whose firewalls somebody wants to know.
    Set<Integer> firewalls() {
        return hinted.stream()
                .filter(list ->
                        list.kind() == Kind.FIREWALL_RULE && list.scope().matches("guest/[0-9]{1,9}"))
                .map(list -> Integer.valueOf(list.scope().substring("guest/".length())))
                .collect(Collectors.toSet());
    }

    private void change(Change change) {
        switch (change.thing().kind()) {
            case GUEST -> {
                List<Change.Field> fields = switch (change) {
                    case Change.Altered altered -> altered.fields();
                    case Change.Moved moved -> moved.fields();
                    case Change.Appeared _, Change.Vanished _ -> List.of();
                };
                if (fields.isEmpty()
                        || fields.stream().anyMatch(field -> field.name().equals("pool"))) {
                    hinted.add(new ListId(Kind.POOL, ""));
                }
                if (fields.isEmpty()
                        || fields.stream().anyMatch(field -> field.name().equals("ha_state"))) {
                    hinted.add(new ListId(Kind.HA_RESOURCE, ""));
                }
            }
            case NODE -> {
                if (change instanceof Change.Altered altered
                        && altered.fields().stream()
                                .anyMatch(field -> field.name().equals("status"))) {
                    node(change.thing().id());
                }
            }
            default -> {}
        }
    }

    /// A node that is back may have another network, other services, another version.
    private void node(String name) {
        Set.of(Kind.NODE_SERVICE, Kind.NODE_NETWORK, Kind.NODE_UPDATE, Kind.NODE_CERTIFICATE)
                .forEach(kind -> hinted.add(new ListId(kind, name)));
    }
}
