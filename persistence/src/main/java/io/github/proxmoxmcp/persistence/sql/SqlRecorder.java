package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Recorder;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.Recording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

final class SqlRecorder implements Recorder {

    private final Database database;

    SqlRecorder(Database database) {
        this.database = database;
    }

    @Override
    public List<Change> record(List<Observation> observations) {
        return database.write(connection -> {
            List<Change> changes = new ArrayList<>();
            for (Observation seen : observations) {
                changes.addAll(new Recording(connection, Clusters.make(connection, seen.cluster()), seen).run());
            }
            if (!changes.isEmpty()) {
                database.announce(connection);
            }
            return changes;
        });
    }

    @Override
    public void record(SyncState state) {
        database.write(connection -> {
            try (Batch upsert = new Batch(
                    connection,
                    "insert into sync_state (cluster, as_of, tried_at, error, incomplete) values (?, ?, ?, ?, ?) on"
                            + " conflict (cluster) do update set as_of = excluded.as_of, tried_at = excluded.tried_at,"
                            + " error = excluded.error, incomplete = excluded.incomplete")) {
                upsert.set(Clusters.make(connection, state.cluster()))
                        .set(state.asOf().map(Instant::toEpochMilli))
                        .set(state.triedAt().toEpochMilli())
                        .set(state.error())
                        .set(String.join("\n", state.incomplete()))
                        .add();
                upsert.finish();
            }
            return state;
        });
    }
}
