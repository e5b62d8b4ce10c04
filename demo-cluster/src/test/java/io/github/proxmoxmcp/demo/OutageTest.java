package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OutageTest {
    private final ManualClock clock = new ManualClock();
    private final DemoCluster cluster = DemoCluster.start(new DemoSettings(3, 20, 1), clock);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aDeadNodesGuestsKeepTheirLastStateForFiveMinutes() {
        var alive = row("qemu/101");

        cluster.faults().nodeDown("pve2");
        clock.advance(Duration.ofSeconds(20));
        var node = row("node/pve2");
        clock.advance(Duration.ofMinutes(4));
        var stale = row("qemu/101");
        clock.advance(Duration.ofMinutes(1));
        var lost = row("qemu/101");

        assertThat(node.path("status").asString()).isEqualTo("offline");
        assertThat(node.has("maxmem")).isTrue();
        assertThat(node.has("mem") || node.has("cpu") || node.has("uptime")).isFalse();
        assertThat(alive.path("status").asString()).isEqualTo("running");
        assertThat(stale).isEqualTo(alive);
        assertThat(lost.propertyNames())
                .containsExactlyInAnyOrder("id", "type", "vmid", "node", "status", "pool", "tags");
        assertThat(lost.path("status").asString()).isEqualTo("unknown");
        assertThat(row("storage/pve2/ceph").path("status").asString()).isEqualTo("unknown");
        assertThat(row("storage/pve1/ceph").path("status").asString()).isEqualTo("available");
    }

    @Test
    void callsToADeadNodeAre595WithoutABodyAndItsOwnAddressRefuses() {
        cluster.faults().nodeDown("pve2");

        var answer = get("/nodes/pve2/qemu/101/config");

        assertThat(answer.status()).isEqualTo(595);
        assertThat(answer.body()).isEmpty();
        assertThatThrownBy(() -> RawClient.connect(cluster, cluster.urls().get(1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsAnsweredAnyMoreOnceConnectionsAreRefusedNotEvenOnOpenOnes() throws IOException {
        for (int round = 0; round < 50; round++) {
            try (var client = RawClient.connect(cluster)) {
                assertThat(client.send("GET", "/", Map.of(), "").status()).isEqualTo(200);
                cluster.faults().refuseConnections(true);

                assertThatThrownBy(() -> client.send("GET", "/", Map.of(), ""))
                        .describedAs("round " + round)
                        .isInstanceOf(IOException.class);
            }
            cluster.faults().refuseConnections(false);
        }
    }

    @Test
    void aNodeThatComesBackHasBootedAndStartedWhatStartsOnBoot() throws IOException {
        cluster.faults().nodeDown("pve2");
        clock.advance(Duration.ofMinutes(7));

        cluster.faults().nodeUp("pve2");
        clock.advance(Duration.ofSeconds(5));
        var booting = row("node/pve2");
        clock.advance(Duration.ofSeconds(15));
        clock.advance(Duration.ofSeconds(5));
        var back = row("node/pve2");

        assertThat(booting.path("status").asString()).isEqualTo("unknown");
        assertThat(back.path("status").asString()).isEqualTo("online");
        assertThat(back.path("uptime").asInt()).isLessThan(60);
        assertThat(row("qemu/101").path("status").asString()).isEqualTo("running");
        assertThat(row("qemu/101").path("uptime").asInt()).isLessThan(60);
        try (var client = RawClient.connect(cluster, cluster.urls().get(1))) {
            assertThat(client.send("GET", "/", Map.of(), "").status()).isEqualTo(200);
        }
    }

    @Test
    void withoutQuorumReadsWorkAndWritesFailInProxmoxsOwnWords() {
        cluster.faults().quorumLost(true);

        var status = get("/cluster/status").data().path(0);
        var read = get("/nodes/pve1/qemu/100/config");
        var write = RawClient.call(cluster, TokenLevel.FULL, "PUT", "/nodes/pve1/qemu/100/config", "cores=1");
        var start = RawClient.call(cluster, TokenLevel.FULL, "POST", "/nodes/pve1/qemu/112/status/start", "");
        var snapshot = RawClient.call(cluster, TokenLevel.FULL, "POST", "/nodes/pve1/qemu/100/snapshot", "snapname=nq");
        clock.advance(Duration.ofSeconds(5));
        var task = get("/nodes/pve1/tasks?limit=1").data().path(0);
        cluster.faults().quorumLost(false);

        assertThat(status.path("quorate").asInt()).isZero();
        assertThat(read.status()).isEqualTo(200);
        assertThat(write.status()).isEqualTo(500);
        assertThat(write.reason())
                .matches("unable to open file '/etc/pve/nodes/pve1/qemu-server/100.conf.tmp.\\d+' - Permission denied");
        assertThat(start.reason()).isEqualTo("cluster not ready - no quorum?");
        assertThat(snapshot.status()).isEqualTo(200);
        assertThat(task.path("status").asString()).startsWith("unable to open file");
        assertThat(get("/cluster/status").data().path(0).path("quorate").asInt())
                .isEqualTo(1);
    }

    @Test
    void aNodeWithoutItsProxyIsOnlineAndOnlyWhatIsAskedOfItIs595() {
        cluster.faults().proxyDown("pve2", true);

        var about = get("/nodes/pve2/qemu/101/config");
        var node = row("node/pve2");
        var tasks = get("/cluster/tasks");

        assertThat(about.status()).isEqualTo(595);
        assertThat(about.body()).isEmpty();
        assertThat(node.path("status").asString()).isEqualTo("online");
        assertThat(node.has("uptime")).isTrue();
        assertThat(row("qemu/101").path("status").asString()).isEqualTo("running");
        assertThat(tasks.status()).isEqualTo(200);
        assertThat(get("/cluster/status").data().path(0).path("quorate").asInt())
                .isEqualTo(1);
        assertThatThrownBy(() -> RawClient.connect(cluster, cluster.urls().get(1)))
                .isInstanceOf(IOException.class);

        cluster.faults().proxyDown("pve2", false);

        assertThat(get("/nodes/pve2/qemu/101/config").status()).isEqualTo(200);
    }

    @Test
    void losingMostNodesLosesTheQuorum() {
        cluster.faults().nodeDown("pve2");
        cluster.faults().nodeDown("pve3");

        assertThat(get("/cluster/status").data().path(0).path("quorate").asInt())
                .isZero();
    }

    private JsonNode row(String id) {
        var rows = get("/cluster/resources").data();
        Optional<JsonNode> found = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.path("id").asString().equals(id))
                .findFirst();
        return found.orElseThrow();
    }

    private RawClient.Answer get(String path) {
        return RawClient.get(cluster, TokenLevel.FULL, path);
    }
}
