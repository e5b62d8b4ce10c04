package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.CatalogueStore;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class SqlCatalogueStore implements CatalogueStore {

    private final Database database;

    SqlCatalogueStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> get(String cluster, String version) {
        return database.read(connection -> {
            List<String> found = new ArrayList<>();
            Batch.query(
                    connection,
                    row -> found.add(row.getString(1)),
                    "select body from api_catalogue where cluster = ? and version = ?",
                    cluster,
                    version);
            return found.stream().findFirst();
        });
    }

    @Override
    public void put(String cluster, String version, String body, Instant readAt) {
        database.write(connection -> {
            Batch.update(connection, "delete from api_catalogue where cluster = ?", cluster);
            return Batch.update(
                    connection,
                    "insert into api_catalogue (cluster, version, read_at, body) values (?, ?, ?, ?) on conflict"
                            + " (cluster, version) do update set read_at = excluded.read_at, body = excluded.body",
                    cluster,
                    version,
                    readAt.toEpochMilli(),
                    body);
        });
    }
}
