package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The state of the simulated cluster. Whoever reads or changes it does so inside `look`.
public final class World {
    private static final Duration NODE_MISSED = Duration.ofSeconds(10);
    private static final Duration BOOT = Duration.ofSeconds(15);
    private static final String GUESTS = "pve-guests";

    private final ReentrantLock lock = new ReentrantLock();
    private final Timeline timeline;
    private final SplittableRandom random;
    private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
    private final TreeMap<Integer, SimulatedGuest> guests = new TreeMap<>();
    private final Map<String, ConfiguredStorage> storages = new LinkedHashMap<>();
    private final Pools pools = new Pools(this);
    private final Map<String, Integer> lastPid = new LinkedHashMap<>();
    private final ClusterLog log = new ClusterLog();
    private final Tasks tasks;
    private final StorageContents volumes = new StorageContents(this);
    private final PowerActions power = new PowerActions(this);
    private final Snapshots snapshots = new Snapshots(this);
    private final ConfigChanges configuration = new ConfigChanges(this);
    private final Creation creation = new Creation(this);
    private final Cloning cloning = new Cloning(this);
    private final DiskChanges diskChanges = new DiskChanges(this);
    private final Migration migration = new Migration(this);
    private final Backups backups = new Backups(this);
    private final HighAvailability highAvailability = new HighAvailability(this);
    private final Jobs jobs = new Jobs(this);
    private final GuestAgents agents = new GuestAgents();
    private final ClusterOptions options = new ClusterOptions(this);
    private final ConfigFiles configFiles = new ConfigFiles();
    private final StatusBroadcast broadcasts;
    private final Set<String> proxiesDown = new HashSet<>();
    private Optional<Instant> partedSince = Optional.empty();

    World(List<SimulatedNode> nodes, InstantSource clock, double pace, long seed, boolean lagging) {
        this.broadcasts = new StatusBroadcast(this, lagging);
        this.timeline = new Timeline(clock, pace);
        // Not the sequence that the first guests got their numbers from: no new one may have theirs.
        this.random = new SplittableRandom(seed).split();
        nodes.forEach(node -> this.nodes.put(node.name(), node));
        this.tasks = new Tasks(timeline, log, this.nodes, this::nextPid);
    }

    /// Runs the events that are due, then reads or changes the world under its lock.
    public <T> T look(Supplier<T> action) {
        lock.lock();
        try {
            timeline.advance(broadcasts::tell);
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /// Runs an action under the world's lock.
    public void change(Runnable action) {
        look(() -> {
            action.run();
            return action;
        });
    }

    public Instant now() {
        return timeline.now();
    }

    public Collection<SimulatedNode> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    public Optional<SimulatedNode> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /// All guests by vmid.
    public Collection<SimulatedGuest> guests() {
        return Collections.unmodifiableCollection(guests.values());
    }

    public Optional<SimulatedGuest> guest(int vmid) {
        return Optional.ofNullable(guests.get(vmid));
    }

    public Collection<ConfiguredStorage> storages() {
        return Collections.unmodifiableCollection(storages.values());
    }

    public Optional<ConfiguredStorage> storage(String id) {
        return Optional.ofNullable(storages.get(id));
    }

    public Pools pools() {
        return pools;
    }

    public Tasks tasks() {
        return tasks;
    }

    public ClusterLog log() {
        return log;
    }

    public StorageContents volumes() {
        return volumes;
    }

    public PowerActions power() {
        return power;
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    public ConfigChanges configuration() {
        return configuration;
    }

    public Creation creation() {
        return creation;
    }

    public Cloning cloning() {
        return cloning;
    }

    public DiskChanges diskChanges() {
        return diskChanges;
    }

    public Migration migration() {
        return migration;
    }

    public Backups backups() {
        return backups;
    }

    public HighAvailability highAvailability() {
        return highAvailability;
    }

    public GuestAgents agents() {
        return agents;
    }

    public ClusterOptions options() {
        return options;
    }

    public ConfigFiles configFiles() {
        return configFiles;
    }

    public StatusBroadcast broadcasts() {
        return broadcasts;
    }

    public Jobs jobs() {
        return jobs;
    }

    /// What a node knows of another one, and of everything on it.
    public NodeView sight(SimulatedNode node, String from) {
        return SimulatedNode.sight(lastHeard(node, from), now());
    }

    /// Whether a node counts another one as a member.
    public boolean online(SimulatedNode node, String from) {
        return node.booting()
                || lastHeard(node, from)
                        .filter(heard ->
                                !heard.plus(timeline.paced(NODE_MISSED)).isAfter(now()))
                        .isEmpty();
    }

    /// Whether a call can be passed on from one node to another.
    public boolean reachable(SimulatedNode node, String from) {
        return lastHeard(node, from).isEmpty();
    }

    /// Whether a node lives and only nobody answers calls about it.
    public boolean proxyDown(String node) {
        return proxiesDown.contains(node);
    }

    /// Stops a node's API daemon, or starts it again; everything else on it goes on.
    public void stopProxy(String node, boolean stopped) {
        change(() -> {
            var name = existing(node).name();
            if (stopped) {
                proxiesDown.add(name);
            } else {
                proxiesDown.remove(name);
            }
        });
    }

    public boolean quorate() {
        long up = nodes.values().stream().filter(SimulatedNode::up).count();
        return partedSince.isEmpty() && 2 * up > nodes.size();
    }

    /// Throws as `/etc/pve` does when it cannot be written.
    public void requireWritable(SimulatedGuest guest, int pid) {
        if (!quorate()) {
            throw new TaskFailure("unable to open file '/etc/pve/nodes/%s/%s/%d.conf.tmp.%d' - Permission denied"
                    .formatted(guest.node(), guest.kind().folder(), guest.vmid(), pid));
        }
    }

    /// Refuses what cannot be written without quorum.
    public void requireQuorum() {
        if (!quorate()) {
            throw new TaskFailure("cluster not ready - no quorum?");
        }
    }

    /// Refuses a change of users and pools without quorum, in the words of Proxmox's file lock.
    void requireLock(String prefix) {
        if (!quorate()) {
            throw new TaskFailure(prefix + "cfs-lock 'file-user_cfg' error: no quorum!");
        }
    }

    void requirePool(String pool) {
        if (!pools.comments().containsKey(pool)) {
            throw new TaskFailure("pool '" + pool + "' does not exist");
        }
    }

    /// Lets something happen later, at the cluster's pace.
    void after(Duration natural, Runnable action) {
        timeline.after(natural, action);
    }

    /// Cuts every node off from every other one, or joins them again.
    public void partNodes(boolean parted) {
        change(() -> partedSince = parted ? partedSince.or(() -> Optional.of(now())) : Optional.empty());
    }

    /// A node loses its power; its running tasks end unseen.
    public void cutPower(String name) {
        change(() -> {
            var node = existing(name);
            if (node.up()) {
                node.cutPower(now());
                tasks.of(name).forEach(tasks::lose);
                highAvailability.nodeLost(node);
            }
        });
    }

    /// A node's power comes back: it boots, its guests are stopped, those with `onboot` start.
    public void restorePower(String name) {
        change(() -> {
            var node = existing(name);
            if (!node.up() && !node.booting()) {
                node.restorePower(now());
                timeline.after(BOOT, () -> boot(node));
            }
        });
    }

    /// Forgets a node and the guests that are on it.
    public void removeNode(String name) {
        change(() -> {
            var node = existing(name);
            for (var guest : List.copyOf(guests.values())) {
                if (guest.node().equals(node.name())) {
                    highAvailability.forget(guest);
                    remove(guest);
                }
            }
            nodes.remove(node.name());
        });
    }

    int nextPid(String node) {
        return lastPid.merge(node, 1_200 + random.nextInt(400), (last, ignored) -> last + 1 + random.nextInt(40));
    }

    SplittableRandom random() {
        return random;
    }

    SimulatedGuest add(int vmid, GuestType kind, String node, Map<String, String> options) {
        if (guests.containsKey(vmid)) {
            throw new IllegalArgumentException("guest " + vmid + " already exists");
        }
        existing(node);
        var guest = new SimulatedGuest(vmid, kind, node);
        guest.config().replaceOptions(new TreeMap<>(options));
        guests.put(vmid, guest);
        return guest;
    }

    void putBack(SimulatedGuest guest) {
        guests.put(guest.vmid(), guest);
    }

    void remove(SimulatedGuest guest) {
        guests.remove(guest.vmid());
    }

    /// Adds or replaces a storage.
    public void put(ConfiguredStorage storage) {
        storages.put(storage.id(), storage);
    }

    /// Forgets a storage; what lies on it stays where it is.
    public void removeStorage(String id) {
        storages.remove(id);
    }

    SimulatedNode existing(String name) {
        return node(name).orElseThrow(() -> new IllegalArgumentException("no node '" + name + "'"));
    }

    private Optional<Instant> lastHeard(SimulatedNode node, String from) {
        var parted = node.name().equals(from) ? Optional.<Instant>empty() : partedSince;
        return node.downSince().or(() -> parted);
    }

    private void boot(SimulatedNode node) {
        node.booted(now());
        log.booted(now(), node.name(), nextPid(node.name()));
        var here = guests.values().stream()
                .filter(guest -> guest.node().equals(node.name()))
                .toList();
        here.forEach(guest -> guest.setRun(Optional.empty()));
        TaskId _ = tasks.by(
                GUESTS,
                () -> tasks.start(node.name(), "startall", "", "root@pam", task -> {
                    for (var guest : here) {
                        if (guest.config().option("lock").equals(Optional.of("backup"))) {
                            guest.config().delete("lock");
                        }
                        boolean managed = highAvailability.manages(guest);
                        if (!managed && guest.config().option("onboot").equals(Optional.of("1"))) {
                            task.log("Starting " + guest.label());
                            TaskId _ = tasks.by(GUESTS, () -> power.start(guest, "root@pam"));
                        }
                    }
                }));
        highAvailability.nodeBooted(node);
    }
}
