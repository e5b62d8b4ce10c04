package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class IncidentsTest {

    private final ManualClock clock = new ManualClock();

    @Test
    void eachThingGoesWrongAndGetsWellAgain() {
        try (var cluster = DemoCluster.start(new DemoSettings(3, 20, 1).withPace(0), clock)) {
            List<String> seen = new ArrayList<>();
            for (int step = 0; step < 10; step++) {
                seen.add(state(cluster));
                cluster.incidents().step();
            }

            String well = "3 nodes, 1 failed backups, storages well, 13 run";
            assertThat(seen)
                    .containsExactly(
                            well,
                            "2 nodes, 1 failed backups, storages well, 13 run",
                            well,
                            "3 nodes, 2 failed backups, storages well, 13 run",
                            "3 nodes, 2 failed backups, storages well, 13 run",
                            "3 nodes, 2 failed backups, a storage at 96 %, 13 run",
                            "3 nodes, 2 failed backups, storages well, 13 run",
                            "3 nodes, 2 failed backups, storages well, 12 run",
                            "3 nodes, 2 failed backups, storages well, 13 run",
                            "2 nodes, 2 failed backups, storages well, 13 run");
        }
    }

    @Test
    void whatCannotHappenIsLeftOut() {
        try (var cluster = DemoCluster.start(new DemoSettings(1, 0, 1), clock)) {
            for (int step = 0; step < 12; step++) {
                cluster.incidents().step();
            }

            assertThat(state(cluster)).startsWith("1 nodes, 0 failed backups, storages well");
        }
    }

    @Test
    void theyAreAskedForBySeconds() {
        assertThat(DemoSettings.parse("incidents=120").incidents()).isEqualTo(Duration.ofMinutes(2));
        assertThat(DemoSettings.parse("").incidents()).isZero();
    }

    private String state(DemoCluster cluster) {
        clock.advance(Duration.ofSeconds(20));
        JsonNode rows = data(cluster, "/cluster/resources");
        long nodes = rows.values().stream()
                .filter(row -> row.path("type").asString().equals("node")
                        && row.path("status").asString().equals("online"))
                .count();
        long running = rows.values().stream()
                .filter(row -> row.has("vmid") && row.path("status").asString().equals("running"))
                .count();
        String full = rows.values().stream()
                .filter(row -> row.path("type").asString().equals("storage")
                        && row.path("status").asString().equals("available")
                        && row.path("disk").asLong() > 0.9 * row.path("maxdisk").asLong())
                .map(row -> "a storage at "
                        + Math.round(100.0
                                * row.path("disk").asLong()
                                / row.path("maxdisk").asLong())
                        + " %")
                .findFirst()
                .orElse("storages well");
        long failed = data(cluster, "/cluster/tasks").values().stream()
                .filter(task -> task.path("type").asString().equals("vzdump")
                        && task.path("user").asString().equals("root@pam")
                        && task.path("status").asString().contains("error"))
                .count();
        return nodes + " nodes, " + failed + " failed backups, " + full + ", " + running + " run";
    }

    private static JsonNode data(DemoCluster cluster, String path) {
        return RawClient.call(cluster, TokenLevel.FULL, "GET", path, "").data();
    }
}
