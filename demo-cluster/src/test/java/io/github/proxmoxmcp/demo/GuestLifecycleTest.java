package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/// Power, configuration and snapshots through the API, on a clock that the test moves.
@TestInstance(Lifecycle.PER_CLASS)
class GuestLifecycleTest {
    private final ManualClock clock = new ManualClock();
    private final DemoCluster cluster = DemoCluster.start(DemoSettings.defaults(), clock);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void aTaskRunsUntilItsTimeHasComeAndThenHasAnOutcome() {
        var upid = post("/nodes/pve1/qemu/112/status/stop");
        clock.advance(Duration.ofMillis(200));

        var running = task("pve1", upid, "status");
        clock.advance(Duration.ofSeconds(2));
        var ended = task("pve1", upid, "status");

        assertThat(upid).matches("UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:qmstop:112:root@pam!full:");
        assertThat(running.path("status").asString()).isEqualTo("running");
        assertThat(running.has("exitstatus")).isFalse();
        assertThat(ended.path("status").asString()).isEqualTo("stopped");
        assertThat(ended.path("exitstatus").asString()).isEqualTo("OK");
        assertThat(get("/nodes/pve1/qemu/112/status/current").path("status").asString())
                .isEqualTo("stopped");
    }

    @Test
    void startingARunningGuestIsAcceptedAndFailsInTheTask() {
        assertThat(outcome("pve1", post("/nodes/pve1/qemu/100/status/start"))).isEqualTo("VM 100 already running");
    }

    @Test
    void startingWhatIsLockedOrMissingFailsInTheTask() {
        assertThat(outcome("pve1", post("/nodes/pve1/qemu/106/status/start"))).isEqualTo("VM is locked (backup)");
        assertThat(outcome("pve1", post("/nodes/pve1/qemu/999/status/start")))
                .isEqualTo("Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist");
    }

    @Test
    void aStartMayEndWithWarningsOrSayWhyItFailed() {
        var legacy = post("/nodes/pve2/qemu/110/status/start");
        var vpn = post("/nodes/pve3/qemu/111/status/start");

        assertThat(outcome("pve2", legacy)).isEqualTo("WARNINGS: 1");
        assertThat(outcome("pve3", vpn)).isEqualTo("start failed: QEMU exited with code 1");
        assertThat(task("pve2", legacy, "log").toString()).contains("WARN: no physical CD-ROM available, ignoring");
        assertThat(task("pve3", vpn, "log").toString()).contains("bridge 'vmbr9' does not exist");
    }

    @Test
    void aSecondTaskWaitsForTheFirstOfTheSameGuest() {
        var shutdown = post("/nodes/pve2/qemu/101/status/shutdown");
        var start = post("/nodes/pve2/qemu/101/status/start");

        assertThat(outcome("pve2", shutdown)).isEqualTo("OK");
        assertThat(outcome("pve2", start)).isEqualTo("OK");
        assertThat(cluster.world().running(101)).isTrue();
    }

    @Test
    void aStaleDigestIsRefusedAndAFreshOneIsNot() {
        var digest = get("/nodes/pve3/lxc/102/config").path("digest").asString();
        cluster.world().setConfig(102, "description", "changed by somebody else");

        var stale = put("/nodes/pve3/lxc/102/config", "memory=768&digest=" + digest);
        var current = get("/nodes/pve3/lxc/102/config").path("digest").asString();
        var fresh = put("/nodes/pve3/lxc/102/config", "memory=768&digest=" + current);

        assertThat(stale.status()).isEqualTo(500);
        assertThat(stale.reason()).isEqualTo("checksum mismatch (file change by other user?)");
        assertThat(fresh.status()).isEqualTo(200);
        assertThat(get("/nodes/pve3/lxc/102/config").path("memory").asInt()).isEqualTo(768);
    }

    @Test
    void aRunningMachineTakesMemoryOverWhenItStopsAndTheLogTellsWhoWantedIt() {
        put("/nodes/pve2/qemu/104/config", "memory=6144&delete=cores");

        var wanted = get("/nodes/pve2/qemu/104/config");
        var inForce = get("/nodes/pve2/qemu/104/config?current=1");
        var log = get("/cluster/log?max=1").path(0);
        outcome("pve2", post("/nodes/pve2/qemu/104/status/stop"));
        var stopped = get("/nodes/pve2/qemu/104/config?current=1");

        assertThat(wanted.path("memory").asString()).isEqualTo("6144");
        assertThat(wanted.has("cores")).isFalse();
        assertThat(inForce.path("memory").asString()).isEqualTo("4096");
        assertThat(inForce.path("digest")).isEqualTo(wanted.path("digest"));
        assertThat(log.path("msg").asString()).isEqualTo("update VM 104: -delete cores -memory 6144");
        assertThat(log.path("user").asString()).isEqualTo("root@pam!full");
        assertThat(stopped.path("memory").asString()).isEqualTo("6144");
    }

    @Test
    void aRollbackBringsTheConfigurationBackButNotTheNotes() {
        outcome("pve1", post("/nodes/pve1/qemu/109/snapshot", "snapname=good"));
        var before = get("/nodes/pve1/qemu/109/config");
        put("/nodes/pve1/qemu/109/config", "name=renamed&description=new+notes");

        assertThat(outcome("pve1", post("/nodes/pve1/qemu/109/snapshot/good/rollback")))
                .isEqualTo("OK");

        var after = get("/nodes/pve1/qemu/109/config");
        assertThat(after.path("name")).isEqualTo(before.path("name"));
        assertThat(after.path("description").asString()).isEqualTo("new notes");
        assertThat(after.path("vmgenid")).isNotEqualTo(before.path("vmgenid"));
        assertThat(cluster.world().running(109)).isFalse();
    }

    @Test
    void whatHappensBehindOurBackLeavesTasksAndMovesGuests() {
        cluster.world().createVm(500, "pve1", "new01");
        clock.advance(Duration.ofSeconds(2));
        cluster.world().migrate(500, "pve3");
        clock.advance(Duration.ofSeconds(5));

        assertThat(cluster.world().nodeOf(500)).isEqualTo("pve3");
        assertThat(get("/nodes/pve3/qemu/500/config").path("name").asString()).isEqualTo("new01");
        assertThat(get("/nodes/pve1/tasks?vmid=500").findValuesAsString("type"))
                .containsExactly("qmigrate", "qmcreate");
        cluster.world().removeGuest(500);
        clock.advance(Duration.ofSeconds(2));
        assertThat(cluster.world().guests()).doesNotContain(500);
    }

    private String outcome(String node, String upid) {
        clock.advance(Duration.ofSeconds(6));
        return task(node, upid, "status").path("exitstatus").asString();
    }

    private JsonNode task(String node, String upid, String what) {
        return get("/nodes/" + node + "/tasks/" + URLEncoder.encode(upid, StandardCharsets.UTF_8) + "/" + what);
    }

    private String post(String path) {
        return post(path, "");
    }

    private String post(String path, String form) {
        var answer = RawClient.call(cluster, TokenLevel.FULL, "POST", path, form);
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
        return answer.data().asString();
    }

    private RawClient.Answer put(String path, String form) {
        return RawClient.call(cluster, TokenLevel.FULL, "PUT", path, form);
    }

    private JsonNode get(String path) {
        var answer = RawClient.get(cluster, TokenLevel.FULL, path);
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
        return answer.data();
    }
}
