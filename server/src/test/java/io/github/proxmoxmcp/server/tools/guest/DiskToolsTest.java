package io.github.proxmoxmcp.server.tools.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tools.ActingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Disks of guests on the demo cluster, through a real client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiskToolsTest {

    private final ActingServer acting = ActingServer.of("operate");

    @AfterAll
    void stop() {
        acting.close();
    }

    @Test
    void aDiskGrows() {
        Result done = acting.done("resize_disk", "guest", "web02", "disk", "scsi0", "size", "+8G");

        assertThat(acting.last().body()).contains("UPID:").contains("resize");
        assertThat(done.structured()).containsEntry("vmid", 109);
        acting.remembers(109, "scsi0,ceph,40G");
    }

    @Test
    void aDiskNeverShrinks() {
        assertThat(acting.planned("resize_disk", "guest", "db01", "disk", "scsi0", "size", "+1G")
                        .text())
                .contains("grow scsi0 of guest 101 (db01) by 1G", "it cannot be undone");
        acting.refused("no_growth: ", "resize_disk", "guest", "db01", "disk", "scsi0", "size", "1G");
        acting.refused("cannot shrink", "resize_disk", "guest", "db01", "disk", "scsi0", "size", "120G");
        acting.refused("must be such as 40G", "resize_disk", "guest", "db01", "disk", "scsi0", "size", "big");
        acting.refused("it has scsi0, scsi1", "resize_disk", "guest", "db01", "disk", "scsi7", "size", "+1G");
    }

    @Test
    void withASnapshotFirstThereAreThreeSteps() {
        Result plan =
                acting.planned("resize_disk", "guest", 104, "disk", "scsi0", "size", "+1G", "snapshot_first", true);

        assertThat(plan.text()).contains("snapname=before_", "/resize", "DELETE /nodes/");
        assertThat(plan.structured()).containsEntry("state", "planned");
    }

    @Test
    void aDiskMovesAndTheOldVolumeStays() {
        String from = acting.guest(107).contains("scsi0,ceph,") ? "ceph" : "local-lvm";
        String to = from.equals("ceph") ? "local-lvm" : "ceph";

        Result done = acting.done("move_disk", "guest", 107, "disk", "scsi0", "storage", to);

        assertThat(done.text()).contains("move_disk storage=" + from);
        acting.remembers(107, "unused0");
        acting.refused("nothing_to_do: ", "move_disk", "guest", 107, "disk", "scsi0", "storage", to);
        acting.refused("no_storage: ", "move_disk", "guest", 107, "disk", "scsi0", "storage", "archive");
        acting.refused("running: ", "move_disk", "guest", 102, "disk", "rootfs", "storage", to);
    }
}
