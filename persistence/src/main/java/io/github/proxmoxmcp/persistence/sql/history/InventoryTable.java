package io.github.proxmoxmcp.persistence.sql.history;

import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.BOOLEAN;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.DOUBLE;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.INTEGER;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.LONG;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.TEXT;
import static io.github.proxmoxmcp.persistence.sql.database.Columns.Type.TIME;

import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.inventory.NodeCertificate;
import io.github.proxmoxmcp.persistence.inventory.NodeDisk;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.sql.view.InventoryViews;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Kinds that are read as whole lists, and how their records become rows. To add one: its table in a migration, its
/// list in [Listing], its entry and its rows here, its view in [InventoryViews].
public final class InventoryTable {

    public static final HistoryTable STORAGES = new HistoryTable(
                    Kind.STORAGE_DEFINITION,
                    "storage_definition",
                    Columns.of(TEXT.of("name")),
                    Columns.of(
                            TEXT.of("type"),
                            TEXT.of("content"),
                            TEXT.of("nodes"),
                            BOOLEAN.of("shared"),
                            BOOLEAN.of("enabled"),
                            TEXT.of("location"),
                            TEXT.of("retention")))
            .listedBy(0);

    public static final HistoryTable BACKUPS = new HistoryTable(
                    Kind.BACKUP,
                    "backup",
                    Columns.of(TEXT.of("storage"), TEXT.of("node"), TEXT.of("volume")),
                    Columns.of(
                            INTEGER.of("vmid"),
                            TEXT.of("guest_kind"),
                            TIME.of("created_at"),
                            LONG.of("size_bytes"),
                            TEXT.of("format"),
                            TEXT.of("notes"),
                            BOOLEAN.of("protected"),
                            TEXT.of("verification")))
            .listedBy(2);

    public static final HistoryTable BACKUP_JOBS = new HistoryTable(
                    Kind.BACKUP_JOB,
                    "backup_job",
                    Columns.of(TEXT.of("id")),
                    Columns.of(
                            BOOLEAN.of("enabled"),
                            TEXT.of("schedule"),
                            TEXT.of("storage"),
                            TEXT.of("node"),
                            TEXT.of("selection"),
                            TEXT.of("excluded"),
                            TEXT.of("mode"),
                            TEXT.of("retention"),
                            TEXT.of("comment")))
            .listedBy(0);

    public static final HistoryTable POOLS = new HistoryTable(
                    Kind.POOL, "pool", Columns.of(TEXT.of("name")), Columns.of(TEXT.of("comment")))
            .listedBy(0);

    public static final HistoryTable POOL_MEMBERS = new HistoryTable(
                    Kind.POOL_MEMBER,
                    "pool_member",
                    Columns.of(TEXT.of("pool"), TEXT.of("member")),
                    Columns.of(TEXT.of("type")))
            .partOf(Kind.POOL, 1, "member", 0)
            .listedBy(0);

    public static final HistoryTable HA_RESOURCES = new HistoryTable(
                    Kind.HA_RESOURCE,
                    "ha_resource",
                    Columns.of(TEXT.of("sid")),
                    Columns.of(
                            INTEGER.of("vmid"),
                            TEXT.of("state"),
                            TEXT.of("ha_group"),
                            INTEGER.of("max_restart"),
                            INTEGER.of("max_relocate"),
                            TEXT.of("comment")))
            .listedBy(0);

    public static final HistoryTable REPLICATION_JOBS = new HistoryTable(
                    Kind.REPLICATION_JOB,
                    "replication_job",
                    Columns.of(TEXT.of("id")),
                    Columns.of(
                            INTEGER.of("vmid"),
                            TEXT.of("target"),
                            TEXT.of("source"),
                            TEXT.of("schedule"),
                            DOUBLE.of("rate_mbytes"),
                            BOOLEAN.of("enabled"),
                            TEXT.of("comment")))
            .listedBy(0);

    public static final HistoryTable INTERFACES = new HistoryTable(
                    Kind.NODE_NETWORK,
                    "node_network",
                    Columns.of(TEXT.of("node"), TEXT.of("name")),
                    Columns.of(
                            TEXT.of("type"),
                            BOOLEAN.of("active"),
                            BOOLEAN.of("autostart"),
                            TEXT.of("address"),
                            TEXT.of("gateway"),
                            TEXT.of("ports"),
                            INTEGER.of("vlan"),
                            TEXT.of("comment")))
            .partOf(Kind.NODE, 1, "network", 0)
            .listedBy(1);

    public static final HistoryTable SERVICES = new HistoryTable(
                    Kind.NODE_SERVICE,
                    "node_service",
                    Columns.of(TEXT.of("node"), TEXT.of("name")),
                    Columns.of(TEXT.of("state")))
            .partOf(Kind.NODE, 1, "service", 0)
            .listedBy(1);

    public static final HistoryTable UPDATES = new HistoryTable(
                    Kind.NODE_UPDATE,
                    "node_update",
                    Columns.of(TEXT.of("node"), TEXT.of("package")),
                    Columns.of(TEXT.of("version"), TEXT.of("installed")))
            .partOf(Kind.NODE, 1, "update", 0)
            .listedBy(1);

    public static final HistoryTable DISKS = new HistoryTable(
                    Kind.NODE_DISK,
                    "node_disk",
                    Columns.of(TEXT.of("node"), TEXT.of("name")),
                    Columns.of(
                            TEXT.of("type"),
                            TEXT.of("model"),
                            TEXT.of("serial"),
                            LONG.of("size_bytes"),
                            TEXT.of("used_as"),
                            TEXT.of("health"),
                            INTEGER.of("life_left_percent")))
            .partOf(Kind.NODE, 1, "disk", 0)
            .listedBy(1);

    public static final HistoryTable CERTIFICATES = new HistoryTable(
                    Kind.NODE_CERTIFICATE,
                    "node_certificate",
                    Columns.of(TEXT.of("node"), TEXT.of("name")),
                    Columns.of(TEXT.of("subject"), TEXT.of("issuer"), TEXT.of("fingerprint"), TIME.of("expires_at")))
            .partOf(Kind.NODE, 1, "certificate", 0)
            .listedBy(1);

    public static final HistoryTable REPLICATION_STATES = new HistoryTable(
                    Kind.REPLICATION_STATE,
                    "replication_state",
                    Columns.of(TEXT.of("id")),
                    Columns.of(BOOLEAN.of("failing"), TEXT.of("error")))
            .partOf(Kind.REPLICATION_JOB, 1, "", 0)
            .listedBy(0);

    public static final HistoryTable OPTIONS = new HistoryTable(
                    Kind.CLUSTER_OPTION, "cluster_option", Columns.of(TEXT.of("key")), Columns.of(TEXT.of("value")))
            .partOf(Kind.CLUSTER, 0, "option", 0)
            .listedBy(0);

    static final List<HistoryTable> ALL = List.of(
            STORAGES,
            BACKUPS,
            BACKUP_JOBS,
            POOLS,
            POOL_MEMBERS,
            HA_RESOURCES,
            REPLICATION_JOBS,
            INTERFACES,
            SERVICES,
            UPDATES,
            DISKS,
            CERTIFICATES,
            REPLICATION_STATES,
            OPTIONS);

    private InventoryTable() {}

    /// The rows of a list by kind, and what they all have at the start of their keys.
    public record Rows(List<Object> scope, Map<HistoryTable, List<Row>> byKind) {}

    public static Rows rows(Listing listing) {
        return switch (listing) {
            case Listing.Storages storages -> rows(List.of(), STORAGES, storages.all(), InventoryTable::row);
            case Listing.Backups backups -> {
                List<Object> scope = List.of(backups.storage(), backups.node().orElse(""));
                yield rows(scope, BACKUPS, backups.all(), backup -> row(scope, backup));
            }
            case Listing.BackupJobs jobs -> rows(List.of(), BACKUP_JOBS, jobs.all(), InventoryTable::row);
            case Listing.Pools pools ->
                new Rows(
                        List.of(),
                        Map.of(
                                POOLS,
                                pools.all().stream()
                                        .map(pool -> new Row(List.of(pool.name()), facts(pool.comment())))
                                        .toList(),
                                POOL_MEMBERS,
                                pools.all().stream()
                                        .flatMap(InventoryTable::members)
                                        .toList()));
            case Listing.HaResources resources -> rows(List.of(), HA_RESOURCES, resources.all(), InventoryTable::row);
            case Listing.ReplicationJobs jobs -> rows(List.of(), REPLICATION_JOBS, jobs.all(), InventoryTable::row);
            case Listing.Interfaces interfaces ->
                rows(List.of(interfaces.node()), INTERFACES, interfaces.all(), one -> row(interfaces.node(), one));
            case Listing.Services services ->
                rows(
                        List.of(services.node()),
                        SERVICES,
                        services.all(),
                        one -> new Row(List.of(services.node(), one.name()), facts(one.state())));
            case Listing.Updates updates ->
                rows(
                        List.of(updates.node()),
                        UPDATES,
                        updates.all(),
                        one -> new Row(List.of(updates.node(), one.name()), facts(one.version(), one.installed())));
            case Listing.Disks disks -> rows(List.of(disks.node()), DISKS, disks.all(), one -> row(disks.node(), one));
            case Listing.Certificates certificates ->
                rows(
                        List.of(certificates.node()),
                        CERTIFICATES,
                        certificates.all(),
                        one -> row(certificates.node(), one));
            case Listing.ReplicationStates states ->
                rows(
                        List.of(),
                        REPLICATION_STATES,
                        states.all(),
                        one -> new Row(List.of(one.id()), facts(one.failing(), one.error())));
            case Listing.Options options ->
                rows(
                        List.of(),
                        OPTIONS,
                        options.all().entrySet(),
                        option -> new Row(List.of(option.getKey()), facts(option.getValue())));
        };
    }

    private static <T> Rows rows(List<Object> scope, HistoryTable kind, Collection<T> all, Function<T, Row> row) {
        return new Rows(scope, Map.of(kind, all.stream().map(row).toList()));
    }

    private static Row row(StorageDefinition storage) {
        return new Row(
                List.of(storage.name()),
                facts(
                        storage.type(),
                        words(storage.content()),
                        words(storage.nodes()),
                        storage.shared(),
                        storage.enabled(),
                        storage.location(),
                        storage.retention()));
    }

    private static Row row(List<Object> scope, Backup backup) {
        return new Row(
                List.of(scope.get(0), scope.get(1), backup.volume()),
                facts(
                        backup.vmid(),
                        backup.kind().map(HistoryTables::kind),
                        backup.createdAt().toEpochMilli(),
                        backup.sizeBytes(),
                        backup.format(),
                        backup.notes(),
                        backup.isProtected(),
                        backup.verification()));
    }

    private static Row row(BackupJob job) {
        return new Row(
                List.of(job.id()),
                facts(
                        job.enabled(),
                        job.schedule(),
                        job.storage(),
                        job.node(),
                        job.selection(),
                        job.excluded(),
                        job.mode(),
                        job.retention(),
                        job.comment()));
    }

    private static Stream<Row> members(Pool pool) {
        return Stream.concat(
                pool.guests().stream().map(vmid -> new Row(List.of(pool.name(), vmid.toString()), facts("guest"))),
                pool.storages().stream().map(name -> new Row(List.of(pool.name(), name), facts("storage"))));
    }

    private static Row row(HaResource resource) {
        return new Row(
                List.of(resource.sid()),
                facts(
                        resource.vmid(),
                        resource.state(),
                        resource.group(),
                        resource.maxRestart(),
                        resource.maxRelocate(),
                        resource.comment()));
    }

    private static Row row(ReplicationJob job) {
        return new Row(
                List.of(job.id()),
                facts(
                        job.vmid(),
                        job.target(),
                        job.source(),
                        job.schedule(),
                        job.rateMbytes(),
                        job.enabled(),
                        job.comment()));
    }

    private static Row row(String node, NodeInterface one) {
        return new Row(
                List.of(node, one.name()),
                facts(
                        one.type(),
                        one.active(),
                        one.autostart(),
                        one.address(),
                        one.gateway(),
                        words(one.ports()),
                        one.vlan(),
                        one.comment()));
    }

    private static Row row(String node, NodeDisk disk) {
        return new Row(
                List.of(node, disk.name()),
                facts(
                        disk.type(),
                        disk.model(),
                        disk.serial(),
                        disk.sizeBytes(),
                        disk.usedAs(),
                        disk.health(),
                        disk.lifeLeftPercent()));
    }

    private static Row row(String node, NodeCertificate certificate) {
        return new Row(
                List.of(node, certificate.name()),
                facts(
                        certificate.subject(),
                        certificate.issuer(),
                        certificate.fingerprint(),
                        certificate.expiresAt().map(Instant::toEpochMilli)));
    }

    private static String words(List<String> words) {
        return String.join(HistoryTables.SEPARATOR, words);
    }

    /// Values, of which an optional one is absent or what it holds.
    private static Facts facts(Object... values) {
        return Facts.of(Stream.of(values)
                .map(value -> value instanceof Optional<?> optional ? optional.orElse(null) : value)
                .toArray());
    }
}
