package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.TaskFailure;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The pools: their comments, their storages; which guests are in them, the guests know.
public final class Pools {
    private final World world;
    private final TreeMap<String, String> comments = new TreeMap<>();
    private final TreeMap<String, TreeSet<String>> storages = new TreeMap<>();

    Pools(World world) {
        this.world = world;
    }

    /// Comments by pool.
    public SortedMap<String, String> comments() {
        return Collections.unmodifiableSortedMap(comments);
    }

    public SortedSet<String> storages(String pool) {
        return Collections.unmodifiableSortedSet(storages.getOrDefault(pool, new TreeSet<>()));
    }

    public void create(String pool, String comment) {
        world.requireLock("create pool failed: ");
        if (comments.containsKey(pool)) {
            throw new TaskFailure("create pool failed: pool '" + pool + "' already exists");
        }
        int slash = pool.lastIndexOf('/');
        if (slash > 0 && !comments.containsKey(pool.substring(0, slash))) {
            throw new TaskFailure("create pool failed: parent '" + pool.substring(0, slash) + "' of pool '" + pool
                    + "' does not exist");
        }
        put(pool, comment);
    }

    /// Adds members to a pool or takes them out.
    public void update(
            String pool,
            Optional<String> comment,
            List<Integer> vmids,
            List<String> ids,
            boolean remove,
            boolean move) {
        world.requireLock("update pools failed: ");
        if (!comments.containsKey(pool)) {
            throw new TaskFailure("update pools failed: pool '" + pool + "' does not exist");
        }
        for (int vmid : vmids) {
            check(pool, vmid, remove, move);
        }
        for (var id : ids) {
            if (remove != storages(pool).contains(id)) {
                throw new TaskFailure("update pools failed: Storage '" + id + "' is "
                        + (remove ? "not a pool member" : "already a pool member"));
            }
        }
        comment.ifPresent(text -> comments.put(pool, text));
        vmids.forEach(vmid ->
                world.guest(vmid).ifPresent(guest -> guest.setPool(remove ? Optional.empty() : Optional.of(pool))));
        ids.forEach(id -> setStorage(pool, id, !remove));
    }

    public void delete(String pool) {
        world.requireLock("delete pool failed: ");
        if (!comments.containsKey(pool)) {
            throw new TaskFailure("delete pool failed: pool '" + pool + "' does not exist");
        }
        content(pool).ifPresent(something -> {
            throw new TaskFailure("delete pool failed: pool '" + pool + "' is not empty (contains " + something + ")");
        });
        remove(pool);
    }

    void put(String pool, String comment) {
        comments.put(pool, comment);
    }

    void remove(String pool) {
        comments.remove(pool);
        storages.remove(pool);
    }

    void setStorage(String pool, String id, boolean member) {
        var members = storages.computeIfAbsent(pool, name -> new TreeSet<>());
        if (member) {
            members.add(id);
        } else {
            members.remove(id);
        }
    }

    private void check(String pool, int vmid, boolean remove, boolean move) {
        var guest = world.guest(vmid)
                .orElseThrow(() -> new TaskFailure("update pools failed: VM " + vmid + " does not exist"));
        boolean member = guest.pool().equals(Optional.of(pool));
        if (remove && !member) {
            throw new TaskFailure("update pools failed: VM " + vmid + " is not a pool member");
        }
        if (!remove && member) {
            throw new TaskFailure("update pools failed: VM " + vmid + " is already a pool member");
        }
        if (!remove && !move) {
            guest.pool().ifPresent(other -> {
                throw new TaskFailure("update pools failed: VM " + vmid + " belongs already to pool '" + other
                        + "' and 'allow-move' is not set");
            });
        }
    }

    private Optional<String> content(String pool) {
        return comments.keySet().stream()
                .filter(other -> other.startsWith(pool + "/"))
                .map(child -> "pool '" + child + "'")
                .findFirst()
                .or(() -> world.guests().stream()
                        .filter(guest -> guest.pool().equals(Optional.of(pool)))
                        .map(guest -> "VM " + guest.vmid())
                        .findFirst())
                .or(() -> storages(pool).stream()
                        .map(id -> "storage '" + id + "'")
                        .findFirst());
    }
}
