package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the manager of high availability does with what it is asked for, in whose name, and with which traces.
class ManagerTest {
    private final ManualClock clock = new ManualClock();
    private final DemoCluster cluster = DemoCluster.start(DemoSettings.defaults(), clock);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aHopelessStartIsTriedTwiceOnEachOfTwoNodesAndThenGivenUp() {
        cluster.world().manage(111, "stopped", "");
        clock.advance(Duration.ofSeconds(20));
        call("POST", "/nodes/pve3/qemu/111/status/start", "");
        List<String> states = new ArrayList<>();
        for (int second = 0; second < 90; second++) {
            clock.advance(Duration.ofSeconds(1));
            var state = row().path("hastate").asString();
            if (states.isEmpty() || !states.getLast().equals(state)) {
                states.add(state);
            }
        }

        assertThat(states).containsExactly("stopped", "started", "migrate", "started", "error");
        assertThat(tasks())
                .containsExactly(
                        "pvedaemon hastart root@pam!full",
                        "pve-ha-lrm qmstart root@pam",
                        "pve-ha-lrm qmstart root@pam",
                        "pve-ha-lrm qmigrate root@pam",
                        "pve-ha-lrm qmstart root@pam",
                        "pve-ha-lrm qmstart root@pam");
        assertThat(row().path("node").asString()).isNotEqualTo("pve3");
        assertThat(row().path("status").asString()).isEqualTo("stopped");
    }

    @Test
    void whatIsRequestedByASettingLeavesNoTraceButTheManagersOwn() {
        call("POST", "/cluster/ha/resources", "sid=vm:109&state=started");
        clock.advance(Duration.ofSeconds(20));
        int before = get("/cluster/log?max=500").size();
        call("PUT", "/cluster/ha/resources/vm:109", "state=stopped");
        int at = get("/cluster/log?max=500").size();
        clock.advance(Duration.ofSeconds(30));

        assertThat(at).isEqualTo(before);
        assertThat(tasks()).containsExactly("pve-ha-lrm qmshutdown root@pam");
        assertThat(StreamSupport.stream(get("/cluster/resources").spliterator(), false)
                        .filter(row -> row.path("id").asString().equals("qemu/109"))
                        .map(row -> row.path("hastate").asString() + " "
                                + row.path("status").asString()))
                .containsExactly("stopped stopped");
    }

    @Test
    void aResourceThatWasTakenOutIsDeletedForSomeSecondsMore() {
        call("POST", "/cluster/ha/resources", "sid=vm:109&state=started");
        clock.advance(Duration.ofSeconds(20));
        call("DELETE", "/cluster/ha/resources/vm:109", "");
        var listed = get("/cluster/ha/resources").size();
        var early = get("/cluster/ha/status/current").toString();
        clock.advance(Duration.ofSeconds(20));

        assertThat(listed).isZero();
        assertThat(early).contains("\"state\":\"deleting\"");
        assertThat(get("/cluster/ha/status/current").toString()).doesNotContain("vm:109");
    }

    /// Of the log, oldest first: `TAG TYPE USER`.
    private List<String> tasks() {
        List<String> tasks = new ArrayList<>();
        get("/cluster/log?max=500").forEach(line -> {
            var words = line.path("msg").asString().split(":");
            if (words[0].equals("starting task UPID")) {
                tasks.addFirst(line.path("tag").asString() + " " + words[5] + " "
                        + line.path("user").asString());
            }
        });
        return tasks.stream()
                .filter(task -> task.startsWith("pve-ha-lrm") || task.contains(" hastart "))
                .toList();
    }

    private JsonNode row() {
        return StreamSupport.stream(get("/cluster/resources").spliterator(), false)
                .filter(row -> row.path("id").asString().equals("qemu/111"))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode get(String path) {
        var answer = RawClient.get(cluster, TokenLevel.FULL, path);
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
        return answer.data();
    }

    private void call(String method, String path, String form) {
        var answer = RawClient.call(cluster, TokenLevel.FULL, method, path, form);
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
    }
}
