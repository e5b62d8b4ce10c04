package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A task is told by the UPID that Proxmox gave it, however it is kept.
abstract class TaskContract extends StoreFixture {

    private static final Instant START = Instant.parse("2026-11-30T16:42:01Z");

    /// By UPID how much of it the row keeps.
    private static final Map<String, String> KEPT = new TreeMap<>(Map.ofEntries(
            Map.entry("UPID:pve1:000022FA:000134E2:6B0DA759:vzdump::root@pam:", ":000022FA:000134E2"),
            Map.entry("UPID:pve1:000022FB:000134E3:6B0DA759:qmstart:100:root@pam!full:", ":000022FB:000134E3"),
            Map.entry("UPID:pve1:000022FB:000134E3:6B0DA759:qmstop:100:root@pam!full:", ":000022FB:000134E3"),
            Map.entry("UPID:pve1:000022fc:000134e4:6B0DA759:qmstart:101:a@b@oidc:", ":000022fc:000134e4"),
            whole("UPID:pve1:000022FA:000134E2:6b0da759:qmstart:100:root@pam:"),
            whole("UPID:pve1:000022FA:1000134E2:6B0DA759:qmstart:100:root@pam:"),
            whole("UPID:pve1:22FA:134E2:6B0DA759:qmstart:100:root@pam:"),
            whole("UPID:pve2:000022FA:000134E2:6B0DA759:qmstart:100:root@pam:"),
            whole("UPID:pve1:UPID:000022FA:134:6B0DA759:qmstart:100:root@pam:"),
            whole("UPID:pve1:000022FA:000134E2:6B0DA759:qmstart:100:root@pam"),
            whole("UPID:pve1:000022FA:000134E2:6B0DA760:qmstart:100:root@pam:"),
            whole("seventeen letters"),
            whole("something else")));

    private static Map.Entry<String, String> whole(String upid) {
        return Map.entry(upid, upid);
    }

    private static List<Task> tasks() {
        return KEPT.keySet().stream().map(TaskContract::task).toList();
    }

    /// As a node lists it.
    private static Task task(String upid) {
        String[] parts = upid.split(":");
        boolean dump = upid.contains("vzdump");
        return new Task(
                upid,
                "pve1",
                parts.length > 5 ? parts[5] : "other",
                dump ? Optional.empty() : Optional.of(parts.length > 6 ? parts[6] : "0"),
                parts.length > 7 ? parts[7] : "root@pam",
                START,
                Optional.of(START.plusSeconds(2)),
                Optional.of("OK"));
    }

    @Test
    void isToldAsProxmoxNamedIt() throws SQLException {
        record(Observation.of(LAB, cycle(0)).withTasks(tasks()));
        record(Observation.of(LAB, cycle(1)).withTasks(tasks()));

        assertThat(listed()).containsExactlyInAnyOrderElementsOf(tasks());
        assertThat(KEPT.keySet())
                .allSatisfy(upid -> assertThat(store.tasks().get(LAB, upid)).contains(task(upid)));
        assertThat(store.tasks().get(LAB, "UPID:pve9:000022FA:000134E2:6B0DA759:vzdump::root@pam:"))
                .isEmpty();
        assertThat(shown()).containsExactlyInAnyOrderElementsOf(KEPT.keySet());
        assertThat(kept()).containsExactlyInAnyOrderElementsOf(KEPT.values());
    }

    @Test
    void rowsThatHaveWholeOnesAreShortenedWithoutALoss() throws SQLException {
        record(Observation.of(LAB, cycle(0)).withTasks(tasks()));
        try (Connection connection = connection()) {
            try (PreparedStatement lengthen =
                    connection.prepareStatement("update task set upid = ? where upid = ? and type = ?")) {
                for (Task task : tasks()) {
                    lengthen.setString(1, task.upid());
                    lengthen.setString(2, KEPT.get(task.upid()));
                    lengthen.setString(3, task.type());
                    lengthen.executeUpdate();
                }
            }
            PastSchema.backTo(24, connection);
        }
        assertThat(kept()).containsExactlyInAnyOrderElementsOf(KEPT.keySet());
        store.close();

        store = another();

        assertThat(kept()).containsExactlyInAnyOrderElementsOf(KEPT.values());
        assertThat(listed()).containsExactlyInAnyOrderElementsOf(tasks());
    }

    /// Page by page.
    private List<Task> listed() {
        List<Task> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = store.tasks()
                    .list(new TaskQuery(
                            LAB,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            cursor,
                            2));
            all.addAll(page.rows());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    private List<String> shown() {
        return store
                .queries()
                .run(LAB, "select upid from tasks", Moment.now(), new QueryStore.Limits(100, Duration.ofSeconds(20)))
                .rows()
                .stream()
                .map(row -> String.valueOf(row.getFirst()))
                .toList();
    }

    private List<String> kept() throws SQLException {
        List<String> kept = new ArrayList<>();
        try (Connection connection = connection();
                ResultSet rows = connection.createStatement().executeQuery("select upid from task")) {
            while (rows.next()) {
                kept.add(rows.getString(1));
            }
        }
        return kept;
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(
                switch (location()) {
                    case StoreLocation.File(var path) -> "jdbc:sqlite:" + path;
                    case StoreLocation.Postgres postgres -> postgres.url();
                });
    }
}
