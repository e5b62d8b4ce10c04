package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What nodes, guests and the cluster tell of their past and their insides.
class ReadsTest {
    private final DemoCluster cluster = DemoCluster.start(DemoSettings.defaults(), new ManualClock());

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void thePastIsTheSameWheneverItIsAskedFor() {
        for (var path : new String[] {"/nodes/pve1", "/nodes/pve1/qemu/100", "/nodes/pve1/storage/ceph"}) {
            for (var span : new String[] {"hour", "day", "week", "month", "year"}) {
                var first = get(path + "/rrddata?timeframe=" + span);
                var second = get(path + "/rrddata?timeframe=" + span);

                assertThat(first.size()).as(path + " " + span).isGreaterThan(40);
                assertThat(second).isEqualTo(first);
            }
        }
        assertThat(get("/nodes/pve1/qemu/100/rrddata?timeframe=hour")
                        .path(59)
                        .path("cpu")
                        .asDouble())
                .isBetween(0.0, 1.0);
    }

    @Test
    void oneDiskOfTheSecondNodeIsAboutToFail() {
        var disks = get("/nodes/pve2/disks/list");
        var smart = get("/nodes/pve2/disks/smart?disk=/dev/sdd");

        assertThat(disks.findValuesAsString("health")).containsExactly("PASSED", "PASSED", "PASSED", "FAILED");
        assertThat(smart.path("health").asString()).isEqualTo("FAILED");
        assertThat(get("/nodes/pve1/disks/list").findValuesAsString("health")).containsOnly("PASSED");
    }

    @Test
    void whatNoBackupJobTakesIsListed() {
        assertThat(get("/cluster/backup-info/not-backed-up").findValues("vmid"))
                .singleElement()
                .extracting(JsonNode::asInt)
                .isEqualTo(105);

        RawClient.call(cluster, TokenLevel.FULL, "PUT", "/cluster/backup/backup-nightly?enabled=0", "");

        assertThat(get("/cluster/backup-info/not-backed-up").size()).isGreaterThan(30);
    }

    @Test
    void theAgentRunsCommandsAndKeepsFiles() {
        var agent = "/nodes/pve1/qemu/109/agent/";
        var ran = RawClient.call(cluster, TokenLevel.FULL, "POST", agent + "exec", "command=/bin/echo&command=a+b");
        RawClient.call(cluster, TokenLevel.FULL, "POST", agent + "file-write", "file=/tmp/a&content=hello");

        var ended = get(agent + "exec-status?pid=" + ran.data().path("pid").asInt());
        var missing = RawClient.call(cluster, TokenLevel.FULL, "POST", agent + "exec", "command=/bin/nosuch");

        assertThat(ended.path("out-data").asString()).isEqualTo("a b\n");
        assertThat(get(agent + "file-read?file=/tmp/a").path("content").asString())
                .isEqualTo("hello");
        assertThat(missing.status()).isEqualTo(596);
    }

    private JsonNode get(String path) {
        var answer = RawClient.get(cluster, TokenLevel.FULL, path);
        assertThat(answer.status()).as(path + " " + answer.reason()).isEqualTo(200);
        return answer.data();
    }
}
