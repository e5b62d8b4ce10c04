package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Changes that wait in the configuration of a stopped machine, and what puts them in force.
class PendingTest {
    /// `vpn`, which cannot start: its bridge is missing.
    private static final String VPN = "/nodes/pve3/qemu/111";

    private final ManualClock clock = new ManualClock();
    private final DemoCluster cluster = DemoCluster.start(DemoSettings.defaults(), clock);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aStoppedMachineShowsWantedValuesWhileOthersAreInForce() {
        leavePending();

        assertThat(get(VPN + "/config").path("memory").asString()).isEqualTo("4096");
        assertThat(get(VPN + "/config?current=1").path("memory").asString()).isNotEqualTo("4096");
        assertThat(get(VPN + "/config?current=1").path("digest"))
                .isEqualTo(get(VPN + "/config").path("digest"));
        assertThat(row().path("maxmem").asLong()).isNotEqualTo(4096L << 20);
        assertThat(pending("memory").path("pending").asString()).isEqualTo("4096");
        assertThat(pending("keephugepages").path("delete").asInt()).isEqualTo(2);
    }

    @Test
    void aStartThatFailsPutsThemInForceWithoutAnotherTraceThanItsOwn() {
        leavePending();
        var digest = get(VPN + "/config").path("digest");
        int lines = get("/cluster/log?max=500").size();

        RawClient.call(cluster, TokenLevel.FULL, "POST", VPN + "/status/start", "");
        clock.advance(Duration.ofSeconds(5));

        assertThat(get(VPN + "/config?current=1").path("memory").asString()).isEqualTo("4096");
        assertThat(get(VPN + "/config").path("digest")).isNotEqualTo(digest);
        assertThat(row().path("maxmem").asLong()).isEqualTo(4096L << 20);
        assertThat(row().path("status").asString()).isEqualTo("stopped");
        assertThat(pending("memory").has("pending")).isFalse();
        assertThat(get("/cluster/log?max=500")).hasSize(lines + 2);
    }

    @Test
    void anotherChangeOfAStoppedMachinePutsThemInForceToo() {
        leavePending();

        RawClient.call(cluster, TokenLevel.FULL, "PUT", VPN + "/config", "description=unrelated");

        assertThat(get(VPN + "/config?current=1").path("memory").asString()).isEqualTo("4096");
        assertThat(pending("memory").has("pending")).isFalse();
    }

    @Test
    void aMachineIsNotShownWithMoreProcessorsThanItsNodeHas() {
        RawClient.call(cluster, TokenLevel.FULL, "PUT", VPN + "/config", "cores=128");

        int cores = get("/nodes/pve3/status").path("cpuinfo").path("cpus").asInt();
        assertThat(cores).isBetween(1, 127);
        assertThat(row().path("maxcpu").asInt()).isEqualTo(cores);
    }

    private void leavePending() {
        cluster.world().leavePending(111, Map.of("memory", "4096"), List.of("keephugepages"));
    }

    private JsonNode pending(String key) {
        return only(get(VPN + "/pending"), "key", key);
    }

    private JsonNode row() {
        return only(get("/cluster/resources"), "id", "qemu/111");
    }

    private static JsonNode only(JsonNode rows, String field, String value) {
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.path(field).asString().equals(value))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode get(String path) {
        var answer = RawClient.get(cluster, TokenLevel.FULL, path);
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
        return answer.data();
    }
}
