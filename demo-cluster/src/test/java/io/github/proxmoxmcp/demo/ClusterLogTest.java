package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What stands in the cluster's log, what never does, and what a line does not prove.
class ClusterLogTest {
    private final ManualClock clock = new ManualClock();
    private final DemoCluster cluster = DemoCluster.start(DemoSettings.defaults(), clock);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aChangeOfAMachineLeavesItsParametersSortedAndAsTheyWereSent() {
        call("PUT", "/nodes/pve1/qemu/100/config", "tags=b%3Ba&onboot=1&delete=description");

        assertThat(newest(1))
                .containsExactly("root@pam!full pvedaemon update VM 100: -delete description -onboot 1 -tags b;a");
    }

    @Test
    void aChangeOfAContainerOrOfAPoolOrOfWhatIsRequestedLeavesNone() {
        var before = newest(500);

        call("PUT", "/nodes/pve3/lxc/102/config", "memory=768");
        call("PUT", "/pools/lab", "comment=other");
        cluster.world().manage(109, "started", "");

        assertThat(newest(500)).isEqualTo(before);
    }

    @Test
    void aLineIsAnAttemptThatMayBeRefused() {
        var limited = cluster.issueToken("joe@pve!mem", Map.of("/vms/100", Set.of("VM.Config.Memory")));
        var digest = get("/nodes/pve1/qemu/100/config").path("digest");

        var forbidden = RawClient.call(cluster, limited, "PUT", "/nodes/pve1/qemu/100/config", "delete=net0");
        cluster.faults().quorumLost(true);
        var refused = call("PUT", "/nodes/pve1/qemu/100/config", "description=never");
        cluster.faults().quorumLost(false);
        var stale =
                call("PUT", "/nodes/pve1/qemu/100/config", "cores=1&digest=0000000000000000000000000000000000000000");
        var locked = call("PUT", "/nodes/pve1/qemu/106/config", "description=locked");

        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(refused.status()).isEqualTo(500);
        assertThat(stale.status()).isEqualTo(500);
        assertThat(locked.status()).isEqualTo(500);
        assertThat(get("/nodes/pve1/qemu/100/config").path("digest")).isEqualTo(digest);
        assertThat(newest(2))
                .containsExactly(
                        "root@pam!full pvedaemon update VM 100: -description never",
                        "joe@pve!mem pvedaemon update VM 100: -delete net0");
    }

    @Test
    void aSnapshotsLineStandsBetweenStartAndEndOfItsTask() {
        call("POST", "/nodes/pve1/qemu/109/snapshot", "snapname=good");
        call("POST", "/nodes/pve3/lxc/105/snapshot", "snapname=c1");
        clock.advance(Duration.ofSeconds(5));

        assertThat(newest(6).stream()
                        .filter(line -> !line.contains("task UPID"))
                        .toList())
                .containsExactlyInAnyOrder(
                        "root@pam!full pvedaemon snapshot VM 109: good",
                        "root@pam!full pvedaemon snapshot container 105: c1");
        assertThat(newest(1).getFirst()).contains("end task");
    }

    @Test
    void aNodeThatBootsCountsItsLinesFromOneAgainAndWhatItStartsIsRoots() {
        call("PUT", "/nodes/pve2/qemu/101/config", "description=one");
        cluster.faults().nodeDown("pve2");
        clock.advance(Duration.ofMinutes(1));
        cluster.faults().nodeUp("pve2");
        clock.advance(Duration.ofMinutes(1));

        var ofNode = StreamSupport.stream(get("/cluster/log?max=500").spliterator(), false)
                .filter(line -> line.path("node").asString().equals("pve2"))
                .toList();
        assertThat(ofNode).extracting(line -> line.path("id").asString()).contains("1:pve2");
        assertThat(ofNode.stream()
                        .filter(line -> line.path("id").asString().equals("1:pve2"))
                        .map(line -> line.path("msg").asString())
                        .findFirst())
                .contains("starting cluster log");
        assertThat(ofNode)
                .filteredOn(line -> line.path("msg").asString().contains(":startall::root@pam:"))
                .hasSize(2)
                .allMatch(line -> line.path("tag").asString().equals("pve-guests"));
    }

    @Test
    void aJobOfTheSchedulerIsOneTaskOfANodeThatSavesWhatItCan() {
        cluster.world()
                .putBackupJob(
                        "night",
                        Map.of(
                                "vmid",
                                "112,106,109",
                                "storage",
                                "backup",
                                "prune-backups",
                                "keep-last=1",
                                "mode",
                                "stop"));
        cluster.world().stop(112);
        clock.advance(Duration.ofSeconds(5));
        var upid = cluster.world().runBackupJob("night").getFirst();
        Set<String> states = new LinkedHashSet<>();
        for (int second = 0; second < 120; second++) {
            clock.advance(Duration.ofSeconds(1));
            var row = row("qemu/112");
            states.add(row.path("status").asString() + " " + row.path("lock").asString("unlocked"));
        }
        var log = get("/nodes/pve1/tasks/" + URLEncoder.encode(upid, StandardCharsets.UTF_8) + "/log?limit=0")
                .toString();

        assertThat(upid).endsWith(":vzdump::root@pam:");
        assertThat(newest(500))
                .contains(
                        "root@pam pvescheduler starting task " + upid,
                        "root@pam pvescheduler end task " + upid + ": job errors");
        assertThat(log)
                .contains("Backup of VM 106 failed - VM is locked (backup)")
                .contains("starting kvm to execute backup task")
                .contains("Finished Backup of VM 109")
                .contains("INFO: removing backup 'backup:backup/vzdump-qemu-109-");
        assertThat(states).containsExactly("stopped unlocked", "running backup");
        assertThat(row("qemu/112").path("status").asString()).isEqualTo("stopped");
    }

    /// `USER TAG MESSAGE`
    private List<String> newest(int max) {
        return StreamSupport.stream(get("/cluster/log?max=" + max).spliterator(), false)
                .map(line -> line.path("user").asString() + " "
                        + line.path("tag").asString() + " " + line.path("msg").asString())
                .toList();
    }

    private JsonNode row(String id) {
        return StreamSupport.stream(get("/cluster/resources").spliterator(), false)
                .filter(row -> row.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode get(String path) {
        var answer = RawClient.get(cluster, TokenLevel.FULL, path);
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
        return answer.data();
    }

    private RawClient.Answer call(String method, String path, String form) {
        return RawClient.call(cluster, TokenLevel.FULL, method, path, form);
    }
}
