package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.StorageStore;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.Gauges;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.history.Records;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class SqlStorageStore implements StorageStore {

    private final Database database;

    SqlStorageStore(Database database) {
        this.database = database;
    }

    @Override
    public List<StorageState> list(String cluster, Moment moment) {
        return Clusters.read(database, cluster, List.of(), versions -> {
            Map<List<Object>, Facts> gauges = Gauges.STORAGES.latest(versions, moment);
            return versions
                    .find(HistoryTables.STORAGES, Where.at(moment).and(new Where(" order by name, node", List.of())))
                    .stream()
                    .map(version -> {
                        Storage storage = Records.storage(version);
                        return new StorageState(
                                cluster,
                                storage,
                                Records.validity(version, moment),
                                Optional.ofNullable(gauges.get(version.key()))
                                        .map(values -> Records.storageGauges(storage.name(), storage.node(), values)));
                    })
                    .toList();
        });
    }
}
