package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Backup;
import io.github.proxmoxmcp.persistence.GuestKind;
import io.github.proxmoxmcp.persistence.InventoryStore;
import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.Moment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
                                        Instant.ofEpochMilli(entry.getValue().last())))
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
                versions -> versions.find(Listed.BACKUPS, where.and(order)).stream()
                        .map(version -> backup(version, moment))
                        .toList());
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
