package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Backups, and the pools and storage definitions around guests.
class BackupsTest {
    private static final String CONTENT = "/nodes/pve3/storage/backup/content";

    private final ManualClock clock = new ManualClock();
    private final DemoCluster cluster = DemoCluster.start(DemoSettings.defaults(), clock);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aGuestIsRestoredAsItWasAndAsANewOne() {
        outcome(
                "pve3",
                call("POST", "/nodes/pve3/vzdump?vmid=105&storage=backup&notes-template=%7B%7Bguestname%7D%7D"));
        var backup = get(CONTENT + "?content=backup&vmid=105").path(0);
        cluster.world().setConfig(105, "hostname", "changed");
        cluster.world().stop(105);
        clock.advance(Duration.ofSeconds(5));

        var volume = encode(backup.path("volid").asString());
        var form = "/nodes/pve3/lxc?restore=1&ostemplate=" + volume;
        var refused = call("POST", form + "&vmid=105");
        var over = outcome("pve3", call("POST", form + "&vmid=105&force=1"));
        var other = outcome("pve3", call("POST", form + "&vmid=805&unique=1"));

        assertThat(backup.path("notes").asString()).isEqualTo("monitoring");
        assertThat(refused.reason()).isEqualTo("CT 105 already exists on node 'pve3'");
        assertThat(over).isEqualTo("OK");
        assertThat(other).isEqualTo("OK");
        assertThat(get("/nodes/pve3/lxc/105/config").path("hostname").asString())
                .isEqualTo("monitoring");
        assertThat(get("/nodes/pve3/lxc/805/config").path("net0"))
                .isNotEqualTo(get("/nodes/pve3/lxc/105/config").path("net0"));
    }

    @Test
    void aProtectedBackupIsNeitherDeletedNorPruned() {
        var volume =
                get(CONTENT + "?content=backup&vmid=100").path(0).path("volid").asString();
        var path = CONTENT + "/" + encode(volume);

        call("PUT", path + "?protected=1&notes=keep");
        var refused = outcome("pve3", call("DELETE", path));
        var pruned = outcome(
                "pve3", call("DELETE", "/nodes/pve3/storage/backup/prunebackups?prune-backups=keep-last%3D1&vmid=100"));
        var left = get(CONTENT + "?content=backup&vmid=100");

        assertThat(refused).isEqualTo("can't remove protected volume '" + volume + "'");
        assertThat(pruned).isEqualTo("OK");
        assertThat(left.findValuesAsString("volid")).hasSize(2).contains(volume);
    }

    @Test
    void aLockedOrMissingGuestFailsTheBackupJobAndTheOthersAreSaved() {
        var outcome = outcome("pve1", call("POST", "/nodes/pve1/vzdump?vmid=106,999,109&storage=backup"));

        assertThat(outcome).isEqualTo("job errors");
        assertThat(get(CONTENT + "?content=backup&vmid=109").findValuesAsString("volid"))
                .anyMatch(id -> id.contains("2026_11_23-07_2"));
        assertThat(get("/nodes/pve1/qemu/109/config").has("lock")).isFalse();
    }

    @Test
    void aGuestBelongsToOnePoolWhichGivesRightsOnIt() {
        var stays = call("PUT", "/pools/lab?vms=100");
        var moves = call("PUT", "/pools/lab?vms=100&allow-move=1&storage=ceph");
        var full = call("DELETE", "/pools/lab");
        var token = cluster.issueToken("joe@pve!pool", Map.of("/pool/lab", Set.of("VM.Audit", "Pool.Audit")));

        assertThat(stays.reason())
                .isEqualTo("update pools failed: VM 100 belongs already to pool 'prod' and 'allow-move' is not set");
        assertThat(moves.status()).isEqualTo(200);
        assertThat(full.reason()).startsWith("delete pool failed: pool 'lab' is not empty (contains VM ");
        assertThat(get("/pools/lab").path("members").findValuesAsString("id")).contains("qemu/100");
        assertThat(RawClient.withToken(cluster, token, "/cluster/resources?type=vm")
                        .data()
                        .findValuesAsString("id"))
                .contains("qemu/100")
                .doesNotContain("qemu/101");
    }

    @Test
    void aDisabledAndARemovedStorageVanishAlikeAndOnlyTheDefinitionTellsThemApart() {
        call("POST", "/storage?storage=extra&type=dir&path=/srv/extra&content=images");
        var added = get("/nodes/pve1/storage?enabled=1").findValuesAsString("storage");
        call("PUT", "/storage/extra?disable=1");
        var disabled = get("/nodes/pve1/storage?enabled=1").findValuesAsString("storage");
        var definition = get("/storage/extra");
        call("DELETE", "/storage/extra");

        assertThat(added).contains("extra");
        assertThat(disabled).doesNotContain("extra");
        assertThat(definition.path("disable").asInt()).isEqualTo(1);
        assertThat(call("GET", "/storage/extra").reason()).isEqualTo("storage 'extra' does not exist");
        assertThat(call("POST", "/storage?storage=x1&type=dir").reason())
                .isEqualTo("missing value for required option 'path'");
    }

    @Test
    void theManagerActsSecondsAfterItWasAskedAndTakesOverFromADeadNode() {
        cluster.world().manage(109, "started", "web");
        cluster.world().manage(107, "stopped", "app");

        var asked = call("POST", "/nodes/pve2/qemu/107/status/start");
        var accepted = outcome("pve2", asked, Duration.ofSeconds(2));
        boolean early = cluster.world().running(107);
        clock.advance(Duration.ofSeconds(12));
        boolean later = cluster.world().running(107);
        cluster.faults().nodeDown("pve2");
        clock.advance(Duration.ofSeconds(110));
        var waiting = cluster.world().nodeOf(107);
        clock.advance(Duration.ofSeconds(25));

        assertThat(asked.data().asString()).contains(":hastart:107:");
        assertThat(accepted).isEqualTo("OK");
        assertThat(early).isFalse();
        assertThat(later).isTrue();
        assertThat(waiting).isEqualTo("pve2");
        assertThat(cluster.world().nodeOf(107)).isNotEqualTo("pve2");
        assertThat(cluster.world().running(107)).isTrue();
        assertThat(get("/cluster/ha/status/current").findValuesAsString("sid")).contains("vm:107");
    }

    private String outcome(String node, RawClient.Answer answer) {
        return outcome(node, answer, Duration.ofSeconds(60));
    }

    private String outcome(String node, RawClient.Answer answer, Duration after) {
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
        clock.advance(after);
        return get("/nodes/" + node + "/tasks/" + encode(answer.data().asString()) + "/status")
                .path("exitstatus")
                .asString();
    }

    private JsonNode get(String path) {
        var answer = call("GET", path);
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
        return answer.data();
    }

    private RawClient.Answer call(String method, String path) {
        return RawClient.call(cluster, TokenLevel.FULL, method, path, "");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
