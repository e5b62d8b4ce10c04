package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What makes guests appear, vanish and move, second by second, on a clock that the test moves.
class GuestMovesTest {
    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(40);

    private final ManualClock clock = new ManualClock();
    private final DemoCluster cluster = DemoCluster.start(DemoSettings.defaults(), clock);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aNewMachineIsListedBeforeItIsCompleteAndHasAnIdentityOfItsOwn() {
        var upid = post("/nodes/pve1/qemu", "vmid=700&name=new01&memory=1024&scsi0=ceph:8,discard%3Don&net0=virtio");

        clock.advance(MOMENT);
        var early = get("/nodes/pve1/qemu/700/config");
        var outcome = outcome("pve1", upid);
        var complete = get("/nodes/pve1/qemu/700/config");

        assertThat(early.path("lock").asString()).isEqualTo("create");
        assertThat(early.has("name")).isFalse();
        assertThat(outcome).isEqualTo("OK");
        assertThat(complete.path("scsi0").asString()).isEqualTo("ceph:vm-700-disk-0,discard=on,size=8G");
        assertThat(complete.path("net0").asString()).matches("virtio=BC:24:11(:[0-9A-F]{2}){3}");
        assertThat(complete.path("boot").asString()).isEqualTo("order=scsi0;net0");
        assertThat(complete.has("smbios1") && complete.has("vmgenid") && complete.has("meta"))
                .isTrue();
        assertThat(complete.has("lock")).isFalse();
    }

    @Test
    void aFullCloneIsAPlaceholderUntilItsTaskEndsAndThenAnotherGuestOnAnotherNode() {
        var source = get("/nodes/pve1/qemu/9000/config");
        var upid = post("/nodes/pve1/qemu/9000/clone", "newid=701&full=1&target=pve2&name=copy");

        var first = get("/nodes/pve1/qemu/701/config");
        var outcome = outcome("pve1", upid);
        var copy = get("/nodes/pve2/qemu/701/config");

        assertThat(upid).contains(":qmclone:9000:");
        assertThat(first.path("lock").asString()).isEqualTo("clone");
        assertThat(first.path("description").asString()).isEqualTo(" qmclone temporary file");
        assertThat(outcome).isEqualTo("OK");
        assertThat(copy.path("name").asString()).isEqualTo("copy");
        assertThat(copy.path("scsi0").asString()).startsWith("ceph:vm-701-disk-0,");
        assertThat(copy.has("template")).isFalse();
        assertThat(copy.path("net0")).isNotEqualTo(source.path("net0"));
        assertThat(copy.path("smbios1")).isNotEqualTo(source.path("smbios1"));
    }

    @Test
    void aTemplateStaysAsLongAsALinkedCloneNeedsItsDisk() {
        outcome("pve1", post("/nodes/pve1/qemu/9000/clone", "newid=702"));

        var refused = outcome("pve1", delete("/nodes/pve1/qemu/9000"));
        outcome("pve1", delete("/nodes/pve1/qemu/702"));
        var allowed = outcome("pve1", delete("/nodes/pve1/qemu/9000"));

        assertThat(refused).isEqualTo("base volume 'ceph:base-9000-disk-0' is still in use by linked cloned");
        assertThat(allowed).isEqualTo("OK");
        assertThat(cluster.world().guests()).doesNotContain(702, 9000);
    }

    @Test
    void whatIsProtectedOrRunningOrLockedIsNotDestroyed() {
        var isProtected = call("DELETE", "/nodes/pve2/qemu/101");
        var running = call("DELETE", "/nodes/pve1/qemu/100");
        var locked = outcome("pve1", delete("/nodes/pve1/qemu/106"));

        assertThat(isProtected.reason()).isEqualTo("can't remove VM 101 - protection mode enabled");
        assertThat(running.reason()).isEqualTo("VM 100 is running - destroy failed");
        assertThat(locked).isEqualTo("VM is locked (backup)");
        assertThat(cluster.world().guests()).contains(100, 101, 106);
    }

    @Test
    void aRunningMachineMovesLiveAndRunsOn() {
        var before = get("/nodes/pve1/qemu/109/status/current");

        var withoutOnline = call("POST", "/nodes/pve1/qemu/109/migrate?target=pve2");
        var upid = post("/nodes/pve1/qemu/109/migrate", "target=pve2&online=1&with-local-disks=1");
        clock.advance(Duration.ofMillis(500));
        var during = get("/nodes/pve1/qemu/109/status/current");
        var outcome = outcome("pve1", upid);
        var after = get("/nodes/pve2/qemu/109/status/current");

        assertThat(withoutOnline.reason()).isEqualTo("can't migrate running VM without --online");
        assertThat(during.path("lock").asString()).isEqualTo("migrate");
        assertThat(outcome).isEqualTo("OK");
        assertThat(after.path("status").asString()).isEqualTo("running");
        assertThat(after.path("uptime").asLong())
                .isGreaterThan(before.path("uptime").asLong());
        assertThat(call("GET", "/nodes/pve1/qemu/109/config").status()).isEqualTo(500);
    }

    @Test
    void aRunningContainerMovesByARestart() {
        var refused = call("POST", "/nodes/pve3/lxc/102/migrate?target=pve1");
        var outcome = outcome("pve3", post("/nodes/pve3/lxc/102/migrate", "target=pve1&restart=1"));

        assertThat(refused.reason()).isEqualTo("can't migrate running container without --online or --restart");
        assertThat(outcome).isEqualTo("OK");
        assertThat(cluster.world().nodeOf(102)).isEqualTo("pve1");
        assertThat(get("/nodes/pve1/lxc/102/status/current").path("uptime").asLong())
                .isLessThan(60);
    }

    @Test
    void disksGrowButNeverShrinkAndMayMove() {
        var grown = outcome("pve1", put("/nodes/pve1/qemu/9000/resize", "disk=scsi0&size=%2B2G"));
        var shrunk = outcome("pve1", put("/nodes/pve1/qemu/9000/resize", "disk=scsi0&size=1G"));
        var moved = outcome("pve1", post("/nodes/pve1/qemu/9000/move_disk", "disk=scsi0&storage=local-lvm&delete=1"));

        assertThat(grown).isEqualTo("OK");
        assertThat(shrunk).isEqualTo("shrinking disks is not supported");
        assertThat(moved).isEqualTo("OK");
        assertThat(get("/nodes/pve1/qemu/9000/config").path("scsi0").asString())
                .isEqualTo("local-lvm:vm-9000-disk-0,discard=on,size=10G");
    }

    private String outcome(String node, String upid) {
        clock.advance(LONG);
        var task = URLEncoder.encode(upid, StandardCharsets.UTF_8);
        return get("/nodes/" + node + "/tasks/" + task + "/status")
                .path("exitstatus")
                .asString();
    }

    private String post(String path, String form) {
        return upid(RawClient.call(cluster, TokenLevel.FULL, "POST", path, form));
    }

    private String put(String path, String form) {
        return upid(RawClient.call(cluster, TokenLevel.FULL, "PUT", path, form));
    }

    private String delete(String path) {
        return upid(call("DELETE", path));
    }

    private static String upid(RawClient.Answer answer) {
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
        return answer.data().asString();
    }

    private JsonNode get(String path) {
        var answer = call("GET", path);
        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
        return answer.data();
    }

    private RawClient.Answer call(String method, String path) {
        return RawClient.call(cluster, TokenLevel.FULL, method, path, "");
    }
}
