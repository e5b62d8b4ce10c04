package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// With a lag the rows of `/cluster/resources` are torn, as on a real cluster.
class LagTest {
    private final ManualClock clock = new ManualClock();
    private final DemoCluster cluster =
            DemoCluster.start(DemoSettings.defaults().withLag(true), clock);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void tagsChangeAtOnceAndTheNameUpToTenSecondsLater() {
        row(108);

        cluster.world().setConfig(108, "name", "renamed");
        cluster.world().setConfig(108, "tags", "fresh");
        var early = row(108);
        clock.advance(Duration.ofSeconds(10));
        var later = row(108);

        assertThat(early.path("tags").asString()).isEqualTo("fresh");
        assertThat(early.path("name").asString()).isEqualTo("app01");
        assertThat(later.path("name").asString()).isEqualTo("renamed");
    }

    @Test
    void aVmidThatIsUsedAgainShowsTheGuestBeforeIt() {
        cluster.world().createVm(600, "pve1", "one");
        clock.advance(Duration.ofMillis(400));
        var unborn = row(600);
        clock.advance(Duration.ofSeconds(11));
        row(600);
        cluster.world().removeGuest(600);
        clock.advance(Duration.ofSeconds(1));
        cluster.world().createVm(600, "pve1", "two");
        clock.advance(Duration.ofSeconds(1));

        var reused = row(600);
        clock.advance(Duration.ofSeconds(10));
        var settled = row(600);

        assertThat(unborn.path("status").asString()).isEqualTo("unknown");
        assertThat(unborn.has("name")).isFalse();
        assertThat(reused.path("name").asString()).isEqualTo("one");
        assertThat(settled.path("name").asString()).isEqualTo("two");
    }

    private JsonNode row(int vmid) {
        for (var row : RawClient.get(cluster, TokenLevel.FULL, "/cluster/resources?type=vm")
                .data()) {
            if (row.path("vmid").asInt() == vmid) {
                return row;
            }
        }
        throw new AssertionError("no guest " + vmid);
    }
}
