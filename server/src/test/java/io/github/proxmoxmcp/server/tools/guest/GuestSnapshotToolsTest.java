package io.github.proxmoxmcp.server.tools.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tools.ActingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Snapshots of guests on the demo cluster, through a real client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuestSnapshotToolsTest {

    private final ActingServer acting = ActingServer.of("admin");

    @AfterAll
    void stop() {
        acting.close();
    }

    @Test
    void takesASnapshotAndTheMemoryKnowsIt() {
        Result done = acting.done("create_guest_snapshot", "guest", "web02", "name", "before_upgrade");

        assertThat(done.text()).contains("delete_guest_snapshot snapshot=before_upgrade");
        assertThat(acting.last().body()).contains("UPID:").contains("qmsnapshot");
        acting.refused("exists: ", "create_guest_snapshot", "guest", "web02", "name", "before_upgrade");
        acting.remembers(109, "before_upgrade");
    }

    @Test
    void refusesWhatCannotBe() {
        acting.refused("locked: ", "create_guest_snapshot", "guest", 106, "name", "s");
        acting.refused("template: ", "create_guest_snapshot", "guest", 9000, "name", "s");
        acting.refused("ram=true is for running VMs", "create_guest_snapshot", "guest", 102, "name", "s", "ram", true);
        acting.refused("app01", "create_guest_snapshot", "guest", "app01", "name", "s");
        acting.refused("snapname", "create_guest_snapshot", "guest", 109, "name", "no spaces");
        acting.refused("before-upgrade", "rollback_guest", "guest", 100, "snapshot", "nope");
    }

    @Test
    void goesBackAfterAHumanSawWhatIsLost() {
        Result done = acting.done("rollback_guest", "guest", 100, "snapshot", "before-upgrade");

        assertThat(acting.questions().getLast())
                .contains("Lost: everything that changed", "stays stopped", "/snapshot/before-upgrade/rollback");
        assertThat(done.structured()).containsEntry("status", "stopped");
    }

    @Test
    void removesASnapshotAndSaysWhatIsLost() {
        Result plan = acting.planned("delete_guest_snapshot", "guest", "db01", "snapshot", "schema-v7");

        assertThat(plan.text()).contains("the way back to snapshot schema-v7", "DELETE /nodes/");
        acting.done("delete_guest_snapshot", "guest", "db01", "snapshot", "schema-v7");
        acting.refused("it has none", "delete_guest_snapshot", "guest", "db01", "snapshot", "schema-v7");
    }
}
