package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.backup;
import static io.github.proxmoxmcp.persistence.Examples.cycle;

import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.ClusterOption;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One of everything that is read in lists.
public final class InventoryExamples {

    private InventoryExamples() {}

    /// A list of every kind.
    public static Inventory all() {
        return Inventory.of(
                Stream.of(storage(), jobs(), ofNodes()).flatMap(List::stream).toArray(Listing[]::new));
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
                                Optional.empty())),
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
}
