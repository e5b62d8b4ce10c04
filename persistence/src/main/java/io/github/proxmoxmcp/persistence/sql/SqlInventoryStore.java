package io.github.proxmoxmcp.persistence.sql;

import static java.util.stream.Collectors.groupingBy;

import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.InventoryTable;
import io.github.proxmoxmcp.persistence.sql.history.ListReadings;
import io.github.proxmoxmcp.persistence.sql.history.Present;
import io.github.proxmoxmcp.persistence.sql.history.Present.Part;
import io.github.proxmoxmcp.persistence.sql.history.Records;
import io.github.proxmoxmcp.persistence.sql.history.Versions;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

final class SqlInventoryStore implements InventoryStore {

    private static final Where NEWEST_FIRST = new Where(" order by created_at desc, volume, storage, node", List.of());

    private static final Part<Map<Integer, List<Known<Backup>>>> BACKUPS = new Part<>(
            List.of(InventoryTable.of(Backup.class).table().table()),
            (versions, _, _) -> byGuest(versions, Moment.now()));

    private static final Part<List<Reading>> READINGS =
            new Part<>(List.of(ListReadings.TABLE), (versions, _, _) -> readings(versions));

    private final Database database;
    private final Present present;

    SqlInventoryStore(Database database, Present present) {
        this.database = database;
        this.present = present;
    }

    @Override
    public List<Reading> readings(String cluster) {
        return present.of(cluster, List.of(), READINGS);
    }

    private static List<Reading> readings(Versions versions) throws SQLException {
        return new ListReadings(versions)
                .all().entrySet().stream()
                        .map(entry -> new Reading(
                                Kind.valueOf(entry.getKey().getFirst()),
                                entry.getKey().getLast(),
                                Instant.ofEpochMilli(entry.getValue().last()),
                                moment(entry.getValue().first()),
                                moment(entry.getValue().whole())))
                        .sorted(Comparator.comparing(Reading::readAt))
                        .toList();
    }

    @Override
    public <T extends Record> List<Known<T>> list(Class<T> type, String cluster, Moment moment) {
        String key = InventoryTable.of(type).table().key().names("", ", ");
        return find(type, cluster, moment, new Where(" order by " + key + "valid_from", List.of()));
    }

    @Override
    public List<Known<Backup>> backups(String cluster, Optional<Integer> vmid, Moment moment) {
        return find(
                Backup.class,
                cluster,
                moment,
                vmid.map(one -> Where.is("vmid", one)).orElse(Where.ANY).and(NEWEST_FIRST));
    }

    @Override
    public Map<Integer, List<Known<Backup>>> backupsByGuest(String cluster, Moment moment) {
        return moment instanceof Moment.Now
                ? present.of(cluster, Map.of(), BACKUPS)
                : Clusters.read(database, cluster, Map.of(), versions -> byGuest(versions, moment));
    }

    private static Map<Integer, List<Known<Backup>>> byGuest(Versions versions, Moment moment) throws SQLException {
        return find(versions, Backup.class, moment, new Where(" and vmid is not null", List.of()).and(NEWEST_FIRST))
                .stream()
                .collect(groupingBy(stored -> stored.thing().vmid().orElseThrow()));
    }

    private <T extends Record> List<Known<T>> find(Class<T> type, String cluster, Moment moment, Where where) {
        return Clusters.read(database, cluster, List.of(), versions -> find(versions, type, moment, where));
    }

    private static <T extends Record> List<Known<T>> find(Versions versions, Class<T> type, Moment moment, Where where)
            throws SQLException {
        InventoryTable table = InventoryTable.of(type);
        return versions.find(table.table(), Where.at(moment).and(where)).stream()
                .map(version -> new Known<>(table.thing(type, version), Records.validity(version, moment)))
                .toList();
    }

    private static Optional<Instant> moment(OptionalLong millis) {
        return millis.isPresent() ? Optional.of(Instant.ofEpochMilli(millis.getAsLong())) : Optional.empty();
    }
}
