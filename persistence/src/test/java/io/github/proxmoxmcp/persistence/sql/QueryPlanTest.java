package io.github.proxmoxmcp.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.database.Where;
import io.github.proxmoxmcp.persistence.sql.history.Batch;
import io.github.proxmoxmcp.persistence.sql.history.ChangeReader;
import io.github.proxmoxmcp.persistence.sql.history.Clusters;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTable;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTables;
import io.github.proxmoxmcp.persistence.sql.history.Versions;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    @Test
    void goesToTheTasksAndTheChangesOfOneGuestByTheirIndexesOnceSomeWereWritten() {
        SqliteDatabase database = SqliteDatabase.open(new StoreLocation.File(folder.resolve("state.db")));
        try {
            database.write(connection -> Clusters.make(connection, "lab"));
            for (int vmid = 100; vmid < 300; vmid++) {
                write(database, vmid);
            }

            assertThat(plan(
                            database,
                            "select upid from task where cluster = ?",
                            Where.is("target", "150").and(new Where(" order by started_at desc, upid", List.of()))))
                    .contains("task_target");
            assertThat(plan(
                            database,
                            "select change.id from change where change.cluster = ?",
                            Where.is("change.kind", "guest")
                                    .and(Where.is("change.thing", "150"))
                                    .and(new Where(
                                            " and change.at > ? and exists (select 1 from change o where o.cluster ="
                                                    + " change.cluster and o.kind = change.kind and o.thing ="
                                                    + " change.thing and o.at = change.at and o.field = 'status')",
                                            List.of(0)))))
                    .doesNotContain("change_at");
            ChangeQuery withFirewall = new ChangeQuery(
                            "lab",
                            Instant.EPOCH,
                            Instant.ofEpochMilli(1_000),
                            Optional.of(Kind.GUEST),
                            Optional.of("150"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            10)
                    .withFirewall();
            assertThat(plan(
                            database,
                            "select change.id"
                                    + database.read(connection ->
                                            new ChangeReader(new Versions(connection, 1)).from(withFirewall)),
                            new Where(" and change.at > ? order by change.at desc, change.id", List.of(0))))
                    .contains("change_thing")
                    .doesNotContain("change_at");
            assertThat(plan(
                            database,
                            "select vmid from guest where cluster = ?",
                            new Where(" and lower(name) = lower(cast(? as varchar))", List.of("Web")).and(Where.now())))
                    .contains("guest_name_now");
            assertThat(plan(
                            database,
                            "select volume from backup where cluster = ?",
                            Where.now().and(Where.is("vmid", 150))))
                    .contains("backup_guest_now");
        } finally {
            database.close();
        }
    }

    private static void write(SqliteDatabase database, int vmid) {
        database.write(connection -> {
            Batch.update(
                    connection,
                    "insert into task (cluster, upid, node, type, target, user_name, started_at, is_cause) values (1,"
                            + " ?, 'pve1', 'qmstart', ?, 'root@pam', ?, false)",
                    "UPID" + vmid,
                    Integer.toString(vmid),
                    vmid);
            return Batch.update(
                    connection,
                    "insert into change (cluster, kind, thing, incarnation, field, at, seen) values (1, 'guest', ?, 1,"
                            + " 'status', ?, ?)",
                    Integer.toString(vmid),
                    vmid,
                    vmid);
        });
    }

    private String plan(HistoryTable kind, Where where) {
        SqliteDatabase database = SqliteDatabase.open(new StoreLocation.File(folder.resolve("state.db")));
        try {
            return plan(database, kind.select(), where);
        } finally {
            database.close();
        }
    }

    private static String plan(SqliteDatabase database, String select, Where where) {
        return database.read(connection -> {
            List<String> steps = new ArrayList<>();
            new Versions(connection, 1)
                    .query("explain query plan " + select, where, row -> steps.add(row.getString("detail")));
            return String.join("; ", steps);
        });
    }
}
