package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.backup;
import static io.github.proxmoxmcp.persistence.Examples.cycle;

import io.github.proxmoxmcp.persistence.inventory.Access;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.ClusterOption;
import io.github.proxmoxmcp.persistence.inventory.Firewall;
import io.github.proxmoxmcp.persistence.inventory.HaGroup;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.HaRule;
import io.github.proxmoxmcp.persistence.inventory.HardwareMapping;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.MetricServer;
import io.github.proxmoxmcp.persistence.inventory.NodeCertificate;
import io.github.proxmoxmcp.persistence.inventory.NodeDisk;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.inventory.NodeUpdate;
import io.github.proxmoxmcp.persistence.inventory.Notification;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.inventory.PoolMember;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.ReplicationState;
import io.github.proxmoxmcp.persistence.inventory.Sdn;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One of everything that is read in lists.
public final class InventoryExamples {

    private InventoryExamples() {}

    /// A list of every kind.
    public static Inventory all() {
        return Inventory.of(Stream.of(storage(), jobs(), ofNodes(), access(), firewall(), networks(), others())
                .flatMap(List::stream)
                .toArray(Listing[]::new));
    }

    private static List<Listing<?>> storage() {
        return List.of(
                new Listing<>(Backup.class, List.of("pbs", ""), List.of(backup("a", true)), true),
                Listing.of(
                        StorageDefinition.class,
                        List.of(new StorageDefinition(
                                "nfs",
                                "nfs",
                                List.of("images"),
                                List.of("pve2", "pve1"),
                                true,
                                true,
                                Optional.of("nas:/x"),
                                Optional.empty(),
                                Optional.of(new TreeMap<>(Map.of("options", "vers=4.2"))))),
                        true),
                Listing.of(Pool.class, List.of(new Pool("prod", Optional.of("ours"))), true),
                Listing.of(
                        PoolMember.class,
                        List.of(new PoolMember("prod", "100", "guest"), new PoolMember("prod", "nfs", "storage")),
                        true));
    }

    private static List<Listing<?>> jobs() {
        return List.of(
                Listing.of(
                        HaResource.class,
                        List.of(new HaResource(
                                "vm:100",
                                Optional.of(100),
                                "started",
                                Optional.empty(),
                                Optional.of(1),
                                Optional.of(2),
                                Optional.empty(),
                                Optional.empty())),
                        true),
                Listing.of(
                        ReplicationJob.class,
                        List.of(new ReplicationJob(
                                "100-0",
                                100,
                                "pve2",
                                Optional.empty(),
                                "*/15",
                                Optional.of(10.5),
                                true,
                                Optional.empty())),
                        true),
                Listing.of(
                        BackupJob.class,
                        List.of(new BackupJob(
                                "nightly",
                                true,
                                "01:00",
                                Optional.of("pbs"),
                                Optional.empty(),
                                "all",
                                Optional.of("101"),
                                Optional.of("snapshot"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                        true),
                Listing.of(ClusterOption.class, List.of(new ClusterOption("keyboard", "de")), true),
                Listing.of(
                        ReplicationState.class,
                        List.of(new ReplicationState("100-0", true, Optional.of("no space left"))),
                        true));
    }

    private static List<Listing<?>> ofNodes() {
        return List.of(
                Listing.ofNode(
                        NodeInterface.class,
                        "pve1",
                        List.of(new NodeInterface(
                                "pve1",
                                "vmbr0",
                                "bridge",
                                true,
                                true,
                                Optional.of("10.0.0.1/24"),
                                Optional.of("10.0.0.254"),
                                List.of("eno1"),
                                Optional.empty(),
                                Optional.empty())),
                        true),
                Listing.ofNode(
                        NodeService.class, "pve1", List.of(new NodeService("pve1", "pvestatd", "running")), true),
                Listing.ofNode(
                        NodeUpdate.class,
                        "pve1",
                        List.of(new NodeUpdate("pve1", "pve-manager", "9.2.5", Optional.of("9.2.4"))),
                        true),
                Listing.ofNode(
                        NodeDisk.class,
                        "pve1",
                        List.of(new NodeDisk(
                                "pve1",
                                "/dev/sda",
                                Optional.of("ssd"),
                                Optional.of("X1"),
                                Optional.of("S1"),
                                Optional.of(1000L),
                                Optional.of("LVM"),
                                Optional.of("FAILED"),
                                Optional.of(3))),
                        true),
                Listing.ofNode(
                        NodeCertificate.class,
                        "pve1",
                        List.of(new NodeCertificate(
                                "pve1",
                                "pve-ssl.pem",
                                Optional.of("/CN=pve1"),
                                Optional.of("/CN=CA"),
                                Optional.of("AA:BB"),
                                Optional.of(cycle(0)))),
                        true));
    }

    private static List<Listing<?>> access() {
        Optional<String> none = Optional.empty();
        return List.of(
                Listing.of(
                        Access.User.class,
                        List.of(new Access.User(
                                "joe@pve",
                                false,
                                Optional.of(cycle(0)),
                                List.of("ops"),
                                none,
                                none,
                                none,
                                Optional.of("on call"))),
                        true),
                Listing.of(
                        Access.Token.class,
                        List.of(new Access.Token("joe@pve!mcp", "joe@pve", false, Optional.empty(), none)),
                        true),
                Listing.of(Access.Group.class, List.of(new Access.Group("ops", List.of("joe@pve"), none)), true),
                Listing.of(
                        Access.Role.class,
                        List.of(new Access.Role("Ops", false, List.of("VM.Audit", "VM.Config.Options"))),
                        true),
                Listing.of(Access.Rule.class, List.of(new Access.Rule("/", "joe@pve", "Ops", "user", true)), true),
                Listing.of(
                        Access.Realm.class,
                        List.of(new Access.Realm("corp", "ldap", false, none, none, settings("server1", "10.0.0.9"))),
                        true));
    }

    private static List<Listing<?>> firewall() {
        Optional<String> none = Optional.empty();
        List<String> place = List.of("guest/100");
        Optional<Integer> guest = Optional.of(100);
        return List.of(
                new Listing<>(
                        Firewall.Rule.class,
                        place,
                        List.of(new Firewall.Rule(
                                "guest/100",
                                "IN ACCEPT -p tcp -dport 22",
                                guest,
                                0,
                                true,
                                "in",
                                "ACCEPT",
                                none,
                                none,
                                Optional.of("tcp/22"),
                                none)),
                        true),
                new Listing<>(
                        Firewall.Alias.class,
                        place,
                        List.of(new Firewall.Alias("guest/100", "office", guest, "10.0.0.0/24", none)),
                        true),
                new Listing<>(
                        Firewall.IpSet.class,
                        place,
                        List.of(new Firewall.IpSet("guest/100", "blocked", guest, Optional.of("bad ones"))),
                        true),
                new Listing<>(
                        Firewall.IpSetEntry.class,
                        place,
                        List.of(new Firewall.IpSetEntry("guest/100", "blocked", "203.0.113.0/24", guest, false, none)),
                        true),
                new Listing<>(
                        Firewall.Option.class,
                        place,
                        List.of(new Firewall.Option("guest/100", "enable", guest, "1")),
                        true),
                Listing.of(Firewall.Group.class, List.of(new Firewall.Group("web", none)), true));
    }

    private static List<Listing<?>> networks() {
        Optional<String> none = Optional.empty();
        return List.of(
                Listing.of(
                        HaRule.class,
                        List.of(new HaRule(
                                "apart",
                                "resource-affinity",
                                true,
                                List.of("vm:100", "vm:101"),
                                List.of(),
                                Optional.of("negative"),
                                false,
                                none)),
                        true),
                Listing.of(HaGroup.class, List.of(new HaGroup("fast", List.of("pve1:2"), true, false, none)), true),
                Listing.of(
                        Sdn.Zone.class,
                        List.of(new Sdn.Zone(
                                "lan", "vlan", List.of(), Optional.of("new"), settings("bridge", "vmbr0"))),
                        true),
                Listing.of(
                        Sdn.Vnet.class,
                        List.of(new Sdn.Vnet("v20", Optional.of("lan"), Optional.of(20), none, none, new TreeMap<>())),
                        true),
                Listing.of(
                        Sdn.Subnet.class,
                        List.of(new Sdn.Subnet(
                                "lan-10.7.0.0-24",
                                "v20",
                                Optional.of("10.7.0.0/24"),
                                Optional.of("10.7.0.1"),
                                true,
                                none,
                                new TreeMap<>())),
                        true));
    }

    private static List<Listing<?>> others() {
        Optional<String> none = Optional.empty();
        return List.of(
                Listing.of(
                        HardwareMapping.class,
                        List.of(new HardwareMapping("pci", "gpu", List.of("node=pve1,path=0000:01:00.0"), none)),
                        true),
                Listing.of(
                        Notification.Target.class,
                        List.of(new Notification.Target(
                                "mail", "smtp", true, none, none, settings("note", "two\nlines \\ and = one"))),
                        true),
                Listing.of(
                        Notification.Matcher.class,
                        List.of(new Notification.Matcher(
                                "errors", true, "all", false, List.of("severity=error"), List.of("mail"), none, none)),
                        true),
                Listing.of(
                        MetricServer.class,
                        List.of(new MetricServer("influx", "influxdb", true, "10.0.0.9", 8089, new TreeMap<>())),
                        true));
    }

    private static SortedMap<String, String> settings(String name, String value) {
        return new TreeMap<>(Map.of(name, value));
    }
}
