package io.github.proxmoxmcp.server.tools.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Cells;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tools.ActingServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Changes of configurations on the demo cluster, through a real client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigToolsTest {

    private final ActingServer acting = ActingServer.of("admin");

    @AfterAll
    void stop() {
        acting.close();
    }

    @Test
    void setsOptionsAndSaysWhatWaitsForARestart() {
        Result done = acting.done("set_guest_config", "guest", "web02", "set", List.of("memory=6144", "onboot=0"));

        assertThat(done.text())
                .contains("waits for a restart", "memory")
                .contains("memory=4096")
                .doesNotContain("onboot,");
        assertThat(acting.last().body()).contains("/config").contains("6144");
        acting.remembers(109, "6144");
    }

    @Test
    void aPartOfAnOptionIsChangedAndTheRestStays() {
        acting.done("set_guest_config", "guest", 110, "set", List.of("net0.bridge=vmbr1", "net0.tag=30"));

        assertThat(acting.guest(110)).containsPattern("net0,vmbr1,BC:24:11:[0-9A-F:]+,30");
        acting.done("set_guest_config", "guest", 110, "set", List.of("net0.tag="));
        assertThat(acting.guest(110)).doesNotContain(",30");
        acting.refused(
                "which this guest does not have",
                "set_guest_config",
                "guest",
                110,
                "set",
                List.of("net7.bridge=vmbr1"));
    }

    @Test
    void whatIsConfiguredIsToldBesideWhatIsInForce() {
        acting.done("set_guest_config", "guest", 117, "set", List.of("cores=3"));

        assertThat(acting.guest(117)).contains("configured: 3 cpus");
    }

    /// Several in a minute, on a machine and on a container, whose changes leave no trace in the cluster.
    @Test
    void everyChangeOfOursSaysThatItWasOurs() {
        for (int vmid : List.of(112, 105)) {
            acting.done("set_guest_config", "guest", vmid, "set", List.of("description=one two cores=9"));
            acting.done("set_guest_config", "guest", vmid, "set", List.of("onboot=1", "tags=zeta;alpha"));
            acting.done("set_guest_config", "guest", vmid, "set", List.of("cores=3"));
            acting.done("set_guest_config", "guest", vmid, "delete", List.of("description"));

            List<List<String>> rows =
                    Cells.of(acting.call("get_changes", "guest", vmid, "from", "1h ago"), "change", "via");

            assertThat(rows).hasSizeGreaterThanOrEqualTo(4);
            assertThat(rows.subList(0, 4))
                    .allSatisfy(row -> assertThat(row.getFirst()).contains("config."))
                    .allSatisfy(row -> assertThat(row.getLast()).contains("by set_guest_config, plan "))
                    .extracting(List::getLast)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aWrongOptionIsToldBeforeAnythingLeaves() {
        acting.refused("did you mean", "set_guest_config", "guest", "web02", "set", List.of("corse=4"));
        acting.refused("cores", "set_guest_config", "guest", "web02", "set", List.of("cores=many"));
        acting.refused("option=value", "set_guest_config", "guest", "web02", "set", List.of("cores"));
        acting.refused("give 'set'", "set_guest_config", "guest", "web02");
        acting.refused("unlock_guest", "set_guest_config", "guest", 106, "delete", List.of("lock"));
        acting.refused("locked: ", "set_guest_config", "guest", 106, "set", List.of("cores=4"));
    }

    @Test
    void aPasswordIsNotTaken() {
        Result refused =
                acting.refused("is a secret", "set_guest_config", "guest", 110, "set", List.of("cipassword=hunter2"));

        assertThat(refused.text()).doesNotContain("hunter2");
        assertThat(acting.audit()).noneMatch(entry -> entry.body().contains("hunter2"));
    }

    @Test
    void hotplugIsNoSecret() {
        acting.done("set_guest_config", "guest", 110, "set", List.of("hotplug=disk,network"));
    }

    @Test
    void aSnapshotBeforeIsTakenAndRemovedWhenAllWentWell() {
        Result done = acting.done("set_guest_config", "guest", 107, "set", List.of("cores=6"), "snapshot_first", true);

        assertThat((List<?>) done.structured().get("steps")).hasSize(3);
        assertThat(done.text()).contains("snapshot before_", "remove snapshot before_");
        acting.refused("it has none", "rollback_guest", "guest", 107, "snapshot", "nope");
    }

    @Test
    void tagsAreAddedAndRemovedAndTheRestStays() {
        acting.done("set_guest_config", "guest", 104, "set", List.of("tags=+critical,-infra"));

        acting.remembers(104, "critical");
        assertThat(acting.last().body()).contains("critical;linux").doesNotContain("critical;infra");
        acting.refused("not both", "set_guest_config", "guest", 104, "set", List.of("tags=+critical,infra"));
    }

    @Test
    void aGuestChangesItsPool() {
        Result done = acting.done("set_guest_config", "guest", 108, "set", List.of("pool=lab"));

        assertThat(done.text()).contains("pool=prod");
        acting.remembers(108, "pool: lab");
        acting.refused("nothing_to_do: ", "set_guest_config", "guest", 108, "set", List.of("pool=lab"));
        acting.refused("nope", "set_guest_config", "guest", 108, "set", List.of("pool=nope"));
        acting.done("set_guest_config", "guest", 108, "delete", List.of("pool"));
    }

    @Test
    void aStoppedGuestBecomesATemplate() {
        Result plan = acting.planned("convert_to_template", "guest", 111);

        assertThat(plan.text())
                .contains("never runs again", "backup job backup-nightly takes it", "it is in pool infra");
        acting.done("convert_to_template", "guest", 111);
        acting.refused("template", "power_guest", "guest", 111, "action", "start");
        acting.refused("running: ", "convert_to_template", "guest", 112);
    }

    @Test
    void aLockIsRemovedByRootAloneAndTheWayIsTold() {
        acting.refused("nothing_to_do: ", "unlock_guest", "guest", 109);

        acting.refused("root_only: ", "unlock_guest", "guest", "vault");
        acting.refused("'qm unlock 106' in a shell on node pve1", "unlock_guest", "guest", "vault");
    }

    @Test
    void somebodyElsesChangeInBetweenIsSeen() {
        Result plan = acting.planned("set_guest_config", "guest", 105, "set", List.of("cores=1"));
        acting.demo().world().setConfig(105, "description", "changed behind the back");

        Result refused = acting.call(
                "apply_plan",
                "plan",
                Optional.ofNullable(plan.structured().get("plan")).orElseThrow());

        assertThat(refused.failed()).isTrue();
        assertThat(refused.text()).contains("plan_drifted: ");
    }
}
