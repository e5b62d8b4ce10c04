package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.InventoryTable;
import io.github.proxmoxmcp.persistence.sql.history.Readings;
import io.github.proxmoxmcp.persistence.sql.history.Records;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
    public <T extends Record> List<Known<T>> list(Class<T> type, String cluster, Moment moment) {
        String key = InventoryTable.of(type).table().key().names("", ", ");
        return find(type, cluster, moment, new Where(" order by " + key + "valid_from", List.of()));
    }

    @Override
    public List<Known<Backup>> backups(String cluster, Optional<Integer> vmid, Moment moment) {
        Where order = new Where(" order by created_at desc, volume, storage, node", List.of());
        return find(
                Backup.class,
                cluster,
                moment,
                vmid.map(one -> Where.is("vmid", one)).orElse(Where.ANY).and(order));
    }

    private <T extends Record> List<Known<T>> find(Class<T> type, String cluster, Moment moment, Where where) {
        InventoryTable table = InventoryTable.of(type);
        return Clusters.read(
                database,
                cluster,
                List.of(),
                versions -> versions.find(table.table(), Where.at(moment).and(where)).stream()
                        .map(version -> new Known<>(table.thing(type, version), Records.validity(version, moment)))
                        .toList());
    }

    private static Optional<Instant> moment(OptionalLong millis) {
        return millis.isPresent() ? Optional.of(Instant.ofEpochMilli(millis.getAsLong())) : Optional.empty();
    }
}
