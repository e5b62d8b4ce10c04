package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.inventory.NodeCertificate;
import io.github.proxmoxmcp.persistence.inventory.NodeDisk;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.inventory.NodeUpdate;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.ReplicationState;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTable;
import io.github.proxmoxmcp.persistence.sql.history.InventoryRecords;
import io.github.proxmoxmcp.persistence.sql.history.InventoryTable;
import io.github.proxmoxmcp.persistence.sql.history.Readings;
import io.github.proxmoxmcp.persistence.sql.history.Records;
import io.github.proxmoxmcp.persistence.sql.history.Version;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

final class SqlInventoryStore implements InventoryStore {

    private final Database database;

    SqlInventoryStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Reading> readings(String cluster) {
        return Clusters.read(
                database,
                cluster,
                List.of(),
                versions -> new Readings(versions)
                        .all().entrySet().stream()
                                .map(entry -> new Reading(
                                        Kind.valueOf(entry.getKey().getFirst()),
                                        entry.getKey().getLast(),
                                        Instant.ofEpochMilli(entry.getValue().last()),
                                        moment(entry.getValue().first()),
                                        moment(entry.getValue().whole())))
                                .sorted(Comparator.comparing(Reading::readAt))
                                .toList());
    }

    @Override
    public List<StoredBackup> backups(String cluster, Optional<Integer> vmid, Moment moment) {
        Where where = Where.at(moment).and(vmid.map(one -> Where.is("vmid", one)));
        Where order = new Where(" order by created_at desc, volume, storage, node", List.of());
        return Clusters.read(
                database,
                cluster,
                List.of(),
                versions -> versions.find(InventoryTable.BACKUPS, where.and(order)).stream()
                        .map(version -> backup(version, moment))
                        .toList());
    }

    @Override
    public List<Known<StorageDefinition>> storages(String cluster, Moment moment) {
        return list(cluster, moment, InventoryTable.STORAGES, InventoryRecords::storage);
    }

    @Override
    public List<Known<BackupJob>> backupJobs(String cluster, Moment moment) {
        return list(cluster, moment, InventoryTable.BACKUP_JOBS, InventoryRecords::backupJob);
    }

    @Override
    public List<Known<ReplicationJob>> replicationJobs(String cluster, Moment moment) {
        return list(cluster, moment, InventoryTable.REPLICATION_JOBS, InventoryRecords::replicationJob);
    }

    @Override
    public List<Known<ReplicationState>> replicationStates(String cluster, Moment moment) {
        return list(cluster, moment, InventoryTable.REPLICATION_STATES, InventoryRecords::replicationState);
    }

    @Override
    public List<Known<NodeInterface>> interfaces(String cluster, Moment moment) {
        return list(cluster, moment, InventoryTable.INTERFACES, InventoryRecords::networkInterface);
    }

    @Override
    public List<Known<NodeService>> services(String cluster, Moment moment) {
        return list(cluster, moment, InventoryTable.SERVICES, InventoryRecords::service);
    }

    @Override
    public List<Known<NodeUpdate>> updates(String cluster, Moment moment) {
        return list(cluster, moment, InventoryTable.UPDATES, InventoryRecords::update);
    }

    @Override
    public List<Known<NodeDisk>> disks(String cluster, Moment moment) {
        return list(cluster, moment, InventoryTable.DISKS, InventoryRecords::disk);
    }

    @Override
    public List<Known<NodeCertificate>> certificates(String cluster, Moment moment) {
        return list(cluster, moment, InventoryTable.CERTIFICATES, InventoryRecords::certificate);
    }

    private <T> List<Known<T>> list(String cluster, Moment moment, HistoryTable kind, Function<Version, T> thing) {
        String key = kind.key().names("", ", ");
        Where order = new Where(" order by " + key + "valid_from", List.of());
        boolean ofNode = kind.key().find("node").isPresent();
        return Clusters.read(
                database,
                cluster,
                List.of(),
                versions -> versions.find(kind, Where.at(moment).and(order)).stream()
                        .map(version -> new Known<>(
                                Optional.of(version.key().getFirst().toString()).filter(_ -> ofNode),
                                thing.apply(version),
                                Records.validity(version, moment)))
                        .toList());
    }

    private static Optional<Instant> moment(OptionalLong millis) {
        return millis.isPresent() ? Optional.of(Instant.ofEpochMilli(millis.getAsLong())) : Optional.empty();
    }

    private static StoredBackup backup(Version version, Moment moment) {
        Facts facts = version.facts();
        Backup backup = new Backup(
                version.key().getLast().toString(),
                facts.get(0, Integer.class),
                facts.text(1).map(kind -> GuestKind.valueOf(kind.toUpperCase(Locale.ROOT))),
                Instant.ofEpochMilli(facts.get(2, Long.class).orElseThrow()),
                facts.get(3, Long.class),
                facts.text(4),
                facts.text(5),
                facts.get(6, Boolean.class).orElseThrow(),
                facts.text(7));
        return new StoredBackup(
                version.key().getFirst().toString(),
                Optional.of(version.key().get(1).toString()).filter(node -> !node.isEmpty()),
                backup,
                Records.validity(version, moment));
    }
}
