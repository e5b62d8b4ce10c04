package io.github.proxmoxmcp.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That SQLite takes the short way to one guest as of a moment, and not the way over all that ever began before it.
class QueryPlanTest {

    @TempDir
    private Path folder;

    @Test
    void goesToOneGuestOfThePastByItsKey() {
        Where one = Where.is("vmid", 100).and(Where.atOfOne(Moment.at(Instant.EPOCH)));

        assertThat(plan(HistoryTables.GUESTS, one)).contains("PRIMARY KEY").contains("vmid=?");
        assertThat(plan(HistoryTables.GUEST_CONFIGS, one))
                .contains("PRIMARY KEY")
                .contains("vmid=?");
    }

    private String plan(HistoryTable kind, Where where) {
        SqliteDatabase database = SqliteDatabase.open(new StoreLocation.File(folder.resolve("state.db")));
        try {
            return database.read(connection -> {
                List<String> steps = new ArrayList<>();
                new Versions(connection, 1)
                        .query("explain query plan " + kind.select(), where, row -> steps.add(row.getString("detail")));
                return String.join("; ", steps);
            });
        } finally {
            database.close();
        }
    }
}
