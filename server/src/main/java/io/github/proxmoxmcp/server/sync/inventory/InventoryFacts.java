package io.github.proxmoxmcp.server.sync.inventory;

import io.github.proxmoxmcp.client.cluster.ClusterResource;
import io.github.proxmoxmcp.client.cluster.HaApi;
import io.github.proxmoxmcp.client.cluster.ReplicationApi;
import io.github.proxmoxmcp.client.nodes.AptApi.PackageVersion;
import io.github.proxmoxmcp.client.nodes.CertificatesApi;
import io.github.proxmoxmcp.client.nodes.DisksApi;
import io.github.proxmoxmcp.client.nodes.NetworkApi;
import io.github.proxmoxmcp.client.nodes.ServicesApi.ServiceState;
import io.github.proxmoxmcp.client.pools.PoolsApi;
import io.github.proxmoxmcp.client.storage.StorageApi;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.ClusterOption;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
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
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.server.sync.source.ObservedFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What Proxmox's lists say, in the words of the memory; the counterpart of [ObservedFacts] for the inventory.
final class InventoryFacts {

    private static final Set<String> OUT_OF_USE = Set.of("not-found", "disabled", "masked");

    private static final Set<String> NO_OPTIONS = Set.of("allowed-tags", "digest");

    private InventoryFacts() {}

    /// A backup; absent if its time is unknown.
    static Optional<Backup> backup(String storage, Optional<String> node, StorageApi.Volume row) {
        return row.ctime()
                .map(created -> new Backup(
                        storage,
                        node,
                        row.volid(),
                        row.vmid().filter(vmid -> vmid > 0),
                        row.subtype().flatMap(InventoryFacts::kind),
                        created,
                        row.size(),
                        row.format(),
                        row.notes(),
                        row.protection().orElse(false),
                        row.verification().flatMap(StorageApi.Verification::state)));
    }

    private static Optional<GuestKind> kind(String subtype) {
        return switch (subtype) {
            case "qemu" -> Optional.of(GuestKind.VM);
            case "lxc" -> Optional.of(GuestKind.CONTAINER);
            default -> Optional.empty();
        };
    }

    static StorageDefinition storage(Settings row) {
        Optional<String> server = row.get("server");
        return new StorageDefinition(
                row.get("storage").orElseThrow(),
                row.get("type").orElse(""),
                InventoryRecords.words(row.get("content")),
                InventoryRecords.words(row.get("nodes")),
                row.isOn("shared"),
                !row.isOn("disable"),
                server.map(host -> row.get("export")
                                .map(export -> host + ":" + export)
                                .orElse(host))
                        .or(() -> row.get("path"))
                        .or(() -> row.get("pool")),
                row.get("prune-backups"),
                Optional.of(InventoryRecords.rest(
                        row, "storage", "content", "nodes", "shared", "disable", "server", "export", "prune-backups")));
    }

    static Pool pool(PoolsApi.Pool row) {
        return new Pool(row.poolid(), text(row.comment()));
    }

    static Stream<PoolMember> members(PoolsApi.Pool row) {
        return row.members().orElse(List.of()).stream()
                .flatMap(member -> switch (member) {
                    case ClusterResource.GuestResource guest ->
                        Stream.of(new PoolMember(row.poolid(), String.valueOf(guest.vmid()), "guest"));
                    case ClusterResource.StorageResource storage ->
                        Stream.of(new PoolMember(row.poolid(), storage.storage(), "storage"));
                    default -> Stream.empty();
                })
                // A storage stands there once for each of its nodes.
                .distinct();
    }

    static HaResource haResource(HaApi.HaResource row) {
        return new HaResource(
                row.sid(),
                Optional.of(row.sid().replaceFirst("^[a-z]+:", ""))
                        .filter(id -> id.matches("\\d{1,9}"))
                        .map(Integer::valueOf),
                // Proxmox leaves out what is the default.
                row.state().orElse("started"),
                row.group(),
                row.maxRestart(),
                row.maxRelocate(),
                text(row.comment()),
                row.failback());
    }

    static ReplicationJob replicationJob(ReplicationApi.ReplicationJob row) {
        return new ReplicationJob(
                row.id(),
                row.guest(),
                row.target(),
                row.source(),
                // Proxmox leaves out what is the default.
                row.schedule().orElse("*/15"),
                row.rate(),
                !row.disable().orElse(false),
                text(row.comment()));
    }

    static ReplicationState replicationState(ReplicationApi.ReplicationStatus row) {
        return new ReplicationState(
                row.id(), row.failCount().orElse(0) > 0 || text(row.error()).isPresent(), text(row.error()));
    }

    static BackupJob backupJob(io.github.proxmoxmcp.client.cluster.BackupJobsApi.BackupJob row) {
        return new BackupJob(
                row.id(),
                row.isEnabled(),
                row.get("schedule").orElse(""),
                row.get("storage"),
                row.get("node"),
                row.get("pool")
                        .map(pool -> "pool/" + pool)
                        .or(() -> row.get("vmid").map(vmids -> String.join(",", words(vmids, ","))))
                        .orElse("all"),
                row.get("exclude").map(vmids -> String.join(",", words(vmids, ","))),
                row.get("mode"),
                row.get("prune-backups"),
                text(row.get("comment")),
                Optional.of(InventoryRecords.rest(
                        row.settings(),
                        "id",
                        "next-run",
                        "enabled",
                        "all",
                        "schedule",
                        "storage",
                        "node",
                        "pool",
                        "vmid",
                        "exclude",
                        "mode",
                        "prune-backups",
                        "comment")));
    }

    /// Without `allowed-tags`, which follow the guests' tags.
    static List<ClusterOption> options(Settings settings) {
        return settings.options().entrySet().stream()
                .filter(option -> !NO_OPTIONS.contains(option.getKey())
                        && !option.getValue().isBlank())
                .map(option -> new ClusterOption(option.getKey(), option.getValue()))
                .toList();
    }

    static NodeInterface networkInterface(String node, NetworkApi.NetworkInterface row) {
        return new NodeInterface(
                node,
                row.iface(),
                row.type(),
                row.active().orElse(false),
                row.autostart().orElse(false),
                row.cidr()
                        .or(() -> row.address()
                                .map(address -> row.netmask()
                                        .map(mask -> address + "/" + mask)
                                        .orElse(address))),
                row.gateway(),
                row.bridgePorts()
                        .or(row::slaves)
                        .map(ports -> words(ports, " "))
                        .orElse(List.of()),
                row.vlanId(),
                text(row.comments()));
    }

    /// A service; absent if it is not installed, or disabled and not running.
    static Optional<NodeService> service(String node, ServiceState row) {
        boolean used = row.state().equals("running")
                || row.unitState().filter(OUT_OF_USE::contains).isEmpty();
        return Optional.of(new NodeService(node, row.service(), row.state())).filter(_ -> used);
    }

    static Optional<NodeUpdate> update(String node, PackageVersion row) {
        return row.version().map(version -> new NodeUpdate(node, row.name(), version, text(row.oldVersion())));
    }

    /// A disk; absent if the row is a partition.
    static Optional<NodeDisk> disk(String node, DisksApi.Disk row) {
        return Optional.of(row).filter(disk -> disk.parent().isEmpty()).map(disk -> wholeDisk(node, disk));
    }

    private static NodeDisk wholeDisk(String node, DisksApi.Disk row) {
        return new NodeDisk(
                node,
                row.devpath(),
                told(row.type()),
                told(row.model()),
                told(row.serial()),
                Optional.of(row.size()).filter(size -> size > 0),
                told(row.used()),
                told(row.health()),
                row.wearout().filter(wear -> wear.matches("\\d{1,3}")).map(Integer::valueOf));
    }

    /// A certificate; absent without a file name, as it is then not the node's own.
    static Optional<NodeCertificate> certificate(String node, CertificatesApi.NodeCertificate row) {
        return row.filename()
                .map(name -> new NodeCertificate(
                        node, name, row.subject(), row.issuer(), row.fingerprint(), row.notafter()));
    }

    /// Proxmox says `unknown` where a disk does not tell.
    private static Optional<String> told(Optional<String> word) {
        return text(word).filter(text -> !text.equalsIgnoreCase("unknown"));
    }

    private static Optional<String> text(Optional<String> text) {
        return text.map(String::strip).filter(words -> !words.isEmpty());
    }

    private static List<String> words(String text, String separator) {
        return Stream.of(text.split(separator))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
