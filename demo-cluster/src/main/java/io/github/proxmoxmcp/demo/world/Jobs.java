package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.TaskId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The jobs that the cluster is configured to run: backups and replications, each with its options.
public final class Jobs {
    private final World world;
    private final TreeMap<String, SortedMap<String, String>> backups = new TreeMap<>();
    private final TreeMap<String, SortedMap<String, String>> replications = new TreeMap<>();

    Jobs(World world) {
        this.world = world;
    }

    /// Options by the job's id.
    public SortedMap<String, SortedMap<String, String>> backups() {
        return Collections.unmodifiableSortedMap(backups);
    }

    /// Options by the job's id, such as `100-0`.
    public SortedMap<String, SortedMap<String, String>> replications() {
        return Collections.unmodifiableSortedMap(replications);
    }

    public void putBackup(String id, SortedMap<String, String> options) {
        backups.put(id, new TreeMap<>(options));
    }

    public boolean removeBackup(String id) {
        return Optional.ofNullable(backups.remove(id)).isPresent();
    }

    public void putReplication(String id, SortedMap<String, String> options) {
        replications.put(id, new TreeMap<>(options));
    }

    public boolean removeReplication(String id) {
        return Optional.ofNullable(replications.remove(id)).isPresent();
    }

    /// The guests that a backup job takes.
    public List<SimulatedGuest> guestsOf(SortedMap<String, String> job) {
        return world.guests().stream().filter(guest -> takes(job, guest)).toList();
    }

    /// The guests that no enabled backup job takes.
    public List<SimulatedGuest> notBackedUp() {
        return world.guests().stream()
                .filter(guest -> backups.values().stream().noneMatch(job -> takes(job, guest)))
                .toList();
    }

    /// Runs a backup job: a task of the scheduler on each node that has guests of it.
    List<TaskId> run(String id) {
        var options = Optional.ofNullable(backups.get(id))
                .orElseThrow(() -> new IllegalArgumentException("no backup job " + id));
        var byNode = guestsOf(options).stream()
                .collect(Collectors.groupingBy(
                        SimulatedGuest::node,
                        TreeMap::new,
                        Collectors.mapping(SimulatedGuest::vmid, Collectors.toList())));
        return byNode.entrySet().stream()
                .map(part -> world.tasks()
                        .by("pvescheduler", () -> world.backups().start(plan(part.getKey(), part.getValue(), options))))
                .toList();
    }

    private static Backups.Plan plan(String node, List<Integer> vmids, SortedMap<String, String> options) {
        return new Backups.Plan(
                node,
                "root@pam",
                vmids,
                options.getOrDefault("storage", "local"),
                options,
                options.getOrDefault("mode", "snapshot"),
                options.getOrDefault("compress", "zstd"),
                Optional.ofNullable(options.get("notes-template")),
                options.getOrDefault("protected", "0").equals("1"));
    }

    void forget(int vmid) {
        replications.keySet().removeIf(id -> id.startsWith(vmid + "-"));
        backups.values().forEach(job -> job.computeIfPresent("vmid", (key, vmids) -> without(vmids, vmid)));
    }

    private static String without(String vmids, int vmid) {
        var left = new ArrayList<>(Arrays.asList(vmids.split(",")));
        left.remove(Integer.toString(vmid));
        return String.join(",", left);
    }

    private static boolean takes(SortedMap<String, String> job, SimulatedGuest guest) {
        if (job.getOrDefault("enabled", "1").equals("0")) {
            return false;
        }
        var vmid = Integer.toString(guest.vmid());
        if (names(job, "exclude").contains(vmid)) {
            return false;
        }
        boolean here = job.getOrDefault("node", guest.node()).equals(guest.node());
        boolean pooled = guest.pool().isPresent() && guest.pool().equals(Optional.ofNullable(job.get("pool")));
        return here
                && (job.getOrDefault("all", "0").equals("1")
                        || pooled
                        || names(job, "vmid").contains(vmid));
    }

    private static List<String> names(SortedMap<String, String> job, String key) {
        return Arrays.asList(job.getOrDefault(key, "").split("[,; ]+"));
    }
}
