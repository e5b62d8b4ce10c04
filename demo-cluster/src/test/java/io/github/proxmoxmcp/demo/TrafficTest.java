package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final DemoCluster cluster = DemoCluster.start(DemoSettings.defaults(), new ManualClock());

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void callsAreCountedUntilTheyAreTaken() {
        get("/version");
        get("/version");
        get("/cluster/status?x=1");

        var seen = cluster.traffic().take();

        assertThat(seen.calls()).isEqualTo(Map.of("GET /api2/json/version", 2, "GET /api2/json/cluster/status", 1));
        assertThat(seen.total()).isEqualTo(3);
        assertThat(seen.mostAtOnce()).isEqualTo(1);
        assertThat(cluster.traffic().take().calls()).isEmpty();
    }

    @Test
    void somethingHappensJustBeforeACallAndOnlyOnce() {
        cluster.traffic().atCall(2, () -> cluster.faults().disableToken(TokenLevel.FULL));

        int first = get("/version");
        int second = get("/version");
        cluster.faults().clear();
        int third = get("/version");

        assertThat(new int[] {first, second, third}).containsExactly(200, 401, 200);
    }

    @Test
    void aNodeThatIsRemovedTakesItsGuestsWithItAndDoesNotListen() {
        cluster.faults().removeNode("pve3");

        var rows = RawClient.get(cluster, TokenLevel.FULL, "/cluster/resources").data();

        assertThat(rows.findValuesAsString("node")).isNotEmpty().doesNotContain("pve3");
        assertThat(RawClient.get(cluster, TokenLevel.FULL, "/cluster/status")
                        .data()
                        .findValuesAsString("name"))
                .containsExactly("demo", "pve1", "pve2");
        assertThat(get("/nodes/pve3/status")).isEqualTo(500);
    }

    @Test
    void aHiddenPathIsAsIfItWereNotThere() {
        cluster.faults().hide(TokenLevel.AUDIT, "/vms");
        cluster.faults().hide(TokenLevel.AUDIT, "/pool");

        var hidden = RawClient.get(cluster, TokenLevel.AUDIT, "/cluster/resources?type=vm")
                .data();
        cluster.faults().restore(TokenLevel.AUDIT);
        var shown = RawClient.get(cluster, TokenLevel.AUDIT, "/cluster/resources?type=vm")
                .data();

        assertThat(hidden).isEmpty();
        assertThat(shown).hasSize(40);
    }

    private int get(String path) {
        return RawClient.get(cluster, TokenLevel.FULL, path).status();
    }
}
