package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.demo.model.Volume;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Makes a believable cluster from a seed.
public final class ClusterSeed {
    static final String LOCAL_DISKS = "local-lvm";
    static final String SHARED_DISKS = "ceph";
    static final String BACKUPS = "backup";
    static final int TEMPLATE = 9000;

    private static final long GIB = 1L << 30;
    private static final int NODE_CORES = 32;

    private final DemoSettings settings;
    private final SplittableRandom random;
    private final Map<String, Integer> counters = new HashMap<>();

    private ClusterSeed(DemoSettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
    }

    /// The world of these settings; its guests have been running for a while.
    public static World found(DemoSettings settings, InstantSource clock) {
        return new ClusterSeed(settings).found(clock);
    }

    private World found(InstantSource clock) {
        var start = clock.instant();
        var world = new World(nodes(start), clock, settings.pace(), settings.seed(), settings.lag());
        storages().forEach(world::put);
        world.pools().put("prod", "production");
        world.pools().put("lab", "experiments, may be stopped at any time");
        world.pools().put("infra", "");
        world.jobs()
                .putBackup(
                        "backup-nightly",
                        new TreeMap<>(Map.of(
                                "all", "1",
                                "exclude", "105",
                                "mode", "snapshot",
                                "notes-template", "{{guestname}}",
                                "prune-backups", "keep-last=7",
                                "schedule", "02:00",
                                "storage", BACKUPS)));
        var nodeNames = world.nodes().stream().map(SimulatedNode::name).toList();
        int made = ShowcaseGuests.settle(world, settings, nodeNames, this);
        for (int vmid = 100 + made; world.guests().size() < settings.guests(); vmid++) {
            if (vmid != TEMPLATE) {
                settle(world, vmid, nodeNames.get(random.nextInt(nodeNames.size())));
            }
        }
        world.guests().forEach(guest -> begin(guest, start));
        new SeedHistory(world, start, random).write();
        fitStorages(world);
        configure(world.configFiles());
        return world;
    }

    /// A guest of a role that the dice choose.
    private void settle(World world, int vmid, String node) {
        var role = SampleGuests.ROLES.get(random.nextInt(SampleGuests.ROLES.size()));
        settle(world, vmid, node, role, nextName(role.name()));
    }

    SimulatedGuest settle(World world, int vmid, String node, SampleGuests.Role role, String name) {
        var storage = random.nextInt(10) < 6 ? SHARED_DISKS : LOCAL_DISKS;
        var guest = world.add(
                vmid, role.kind(), node, SampleGuests.options(role, vmid, name, storage, settings.seed(), random));
        if (!role.pool().isEmpty()) {
            guest.setPool(Optional.of(role.pool()));
        }
        return guest;
    }

    String nextName(String role) {
        return "%s%02d".formatted(role, counters.merge(role, 1, Integer::sum));
    }

    /// Production and infrastructure run; of the rest some do.
    private static void begin(SimulatedGuest guest, Instant start) {
        boolean stays = guest.template() || guest.config().option("lock").isPresent();
        boolean runs = guest.config().option("onboot").equals(Optional.of("1"))
                ? LoadCurves.fraction(guest.vmid(), 21) < 0.96
                : LoadCurves.fraction(guest.vmid(), 22) < 0.5;
        boolean decided = ShowcaseGuests.STOPPED.contains(guest.vmid());
        if (!stays && !decided && (runs || ShowcaseGuests.RUNNING.contains(guest.vmid()))) {
            long seconds = 600
                    + (long) (LoadCurves.fraction(guest.vmid(), 23)
                            * Duration.ofDays(40).toSeconds());
            int pid = 2_000 + (int) (LoadCurves.fraction(guest.vmid(), 24) * 60_000);
            guest.setRun(Optional.of(new SimulatedGuest.Run(start.minusSeconds(seconds), pid, false)));
        }
    }

    private List<SimulatedNode> nodes(Instant start) {
        var nodes = new ArrayList<SimulatedNode>();
        long guestsOfANode = 1L + settings.guests() / settings.nodes();
        long memory = Math.max(64, Long.highestOneBit(guestsOfANode * 9) * 2) * GIB;
        for (int number = 1; number <= settings.nodes(); number++) {
            var booted = start.minus(Duration.ofDays(41)).minusSeconds(random.nextInt(90_000));
            nodes.add(new SimulatedNode("pve" + number, number, NODE_CORES, memory, 94 * GIB, booted));
        }
        return nodes;
    }

    private static List<ConfiguredStorage> storages() {
        var disks = List.of("images", "rootdir");
        var lvm = Map.of("thinpool", "data", "vgname", "pve");
        var ceph = Map.of("pool", "vms", "krbd", "0");
        var nfs = Map.of("server", "10.0.255.200", "export", "/srv/backup", "prune-backups", "keep-last=7");
        return List.of(
                new ConfiguredStorage(
                        "local",
                        "dir",
                        List.of("iso", "vztmpl", "snippets"),
                        false,
                        true,
                        List.of(),
                        Map.of("path", "/var/lib/vz"),
                        94 * GIB),
                new ConfiguredStorage(LOCAL_DISKS, "lvmthin", disks, false, true, List.of(), lvm, GIB),
                new ConfiguredStorage(SHARED_DISKS, "rbd", disks, true, true, List.of(), ceph, GIB),
                nfs(BACKUPS, List.of("backup", "iso", "vztmpl"), true, nfs),
                nfs("archive", List.of("images"), false, Map.of("server", "10.0.255.201", "export", "/srv/archive")));
    }

    private static ConfiguredStorage nfs(String id, List<String> content, boolean enabled, Map<String, String> more) {
        var extra = new HashMap<>(more);
        extra.put("path", "/mnt/pve/" + id);
        return new ConfiguredStorage(id, "nfs", content, true, enabled, List.of(), extra, 4_096 * GIB);
    }

    /// Firewalls, networks, rules and notices as a small company has them.
    private static void configure(ConfigFiles files) {
        files.put("cluster", "options", Map.of("enable", "1", "policy_in", "DROP", "policy_out", "ACCEPT"));
        files.put("cluster/aliases", "office", Map.of("cidr", "10.0.0.0/16", "comment", "our own people"));
        files.put("cluster/ipset", "blocked", Map.of("comment", "seen in attacks"));
        files.put("cluster/ipset/blocked", "203.0.113.0/24", Map.of());
        files.put("cluster/groups", "web", Map.of("comment", "what everybody may reach"));
        files.rules("group/web").add(rule("in", "ACCEPT", "proto", "tcp", "dport", "80,443"));
        files.rules("cluster").add(rule("in", "DROP", "source", "+dc/blocked"));
        files.rules("cluster").add(rule("in", "ACCEPT", "macro", "SSH", "source", "dc/office"));
        files.put("guest/100", "options", Map.of("enable", "1"));
        files.rules("guest/100").add(rule("group", "web"));
        files.rules("guest/100").add(rule("in", "ACCEPT", "proto", "tcp", "dport", "22", "source", "dc/office"));
        files.put(
                "/cluster/ha/rules",
                "db-at-home",
                Map.of("type", "node-affinity", "resources", "vm:101", "nodes", "pve1:2,pve2", "strict", "0"));
        files.put("/cluster/sdn/zones", "lan", Map.of("type", "vlan", "bridge", "vmbr0"));
        files.put("/cluster/sdn/vnets", "v20", Map.of("type", "vnet", "zone", "lan", "tag", "20", "alias", "servers"));
        files.put(
                "/cluster/sdn/vnets/v20/subnets", "lan-10.20.0.0-24", Map.of("type", "subnet", "gateway", "10.20.0.1"));
        files.put("/cluster/mapping/pci", "gpu", Map.of("map", "node=pve1,path=0000:01:00.0,id=10de:1eb8"));
        files.put(
                "/cluster/notifications/endpoints/sendmail",
                "mail-to-root",
                Map.of(
                        "mailto-user",
                        "root@pam",
                        "origin",
                        "builtin",
                        "comment",
                        "Send mails to root@pam's email address"));
        files.put(
                "/cluster/notifications/matchers",
                "default-matcher",
                Map.of("mode", "all", "origin", "builtin", "target", "mail-to-root"));
        files.put(
                "/cluster/metrics/server",
                "influx",
                Map.of(
                        "type",
                        "influxdb",
                        "server",
                        "10.0.255.30",
                        "port",
                        "8089",
                        "token",
                        "metric-token-of-the-demo"));
    }

    private static SortedMap<String, String> rule(String type, String action, String... more) {
        var rule = new TreeMap<String, String>(Map.of("type", type, "action", action, "enable", "1"));
        for (int i = 0; i < more.length; i += 2) {
            rule.put(more[i], more[i + 1]);
        }
        return rule;
    }

    /// What there is fits where it lies, with room for more.
    private static void fitStorages(World world) {
        for (var id : List.of(LOCAL_DISKS, SHARED_DISKS, BACKUPS)) {
            var storage = world.storage(id).orElseThrow();
            long most = world.nodes().stream()
                    .limit(storage.shared() ? 1 : world.nodes().size())
                    .mapToLong(node -> world.volumes().on(storage, node.name()).stream()
                            .mapToLong(Volume::size)
                            .sum())
                    .max()
                    .orElse(0);
            world.put(storage.withTotal(Math.max(500, Long.highestOneBit(most / GIB + 1) * 2) * GIB));
        }
    }
}
