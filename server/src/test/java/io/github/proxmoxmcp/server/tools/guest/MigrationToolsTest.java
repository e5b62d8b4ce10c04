package io.github.proxmoxmcp.server.tools.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tools.ActingServer;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Moving guests on the demo cluster, through a real client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationToolsTest {

    private final ActingServer acting = ActingServer.of("operate");

    @AfterEach
    void heal() {
        acting.demo().faults().clear();
    }

    @AfterAll
    void stop() {
        acting.close();
    }

    @Test
    void aMachineMovesLiveToTheBestNode() {
        String before = node(109);

        Result done = acting.done("migrate_guest", "guest", "web02");

        assertThat(node(109)).isNotEqualTo(before);
        assertThat(done.text()).contains("migrate_guest node=" + before);
        assertThat(done.structured()).containsEntry("status", "running");
        assertThat(acting.last().body()).contains("UPID:").contains("qmigrate");
        acting.refused("nothing_to_do: ", "migrate_guest", "guest", 109, "node", node(109));
    }

    @Test
    void aContainerMovesByARestartAndThatIsSaid() {
        Result plan = acting.planned("migrate_guest", "guest", "dns");

        assertThat(plan.text()).contains("cannot move live", "restart=1", "most free memory");
    }

    @Test
    void whatCannotMoveIsRefused() {
        acting.refused("locked: ", "migrate_guest", "guest", 106);
        acting.refused("no_target: ", "migrate_guest", "guest", 109, "node", "pve9");
    }

    @Test
    void drainingIsAPlanOfMovesOneAfterAnother() {
        Result plan = acting.planned("drain_node", "node", "pve1", "all", true);

        assertThat(plan.text()).contains("/migrate", "STAYS: 106 (vault): locked", "cannot move live");
        assertThat(plan.structured()).containsEntry("state", "planned").doesNotContainKey("vmid");
        assertThat(acting.planned("drain_node", "node", "pve1").text())
                .contains("STAY, because stopped: ", "106 (vault) (locked: backup)", "; all=true moves them too");
        acting.refused("There is no online node", "drain_node", "node", "pve9");
    }

    @Test
    void aTaskThatDoesNotEndIsSaidToRunWithItsName() {
        Result running = acting.call("migrate_guest", "guest", 103, "wait_seconds", 0);

        assertThat(running.structured()).containsEntry("state", "running").containsKey("upid");
        assertThat(running.text()).contains("get_task_status");
    }

    @Test
    void whatTakesLongerThanACallGoesOnAndItsPlanTellsHowItEnded() {
        try (ActingServer slow = ActingServer.of("operate", "access: operate\n", "0.1")) {
            Result running = slow.call("drain_node", "node", "pve1", "wait_seconds", 0);

            assertThat(running.structured()).containsEntry("state", "running");
            assertThat(running.text()).contains(": not begun yet", "it goes on in the server, with 0 of ");
            String plan = String.valueOf(running.structured().get("plan"));
            slow.until(
                    "its end", () -> slow.call("get_plan", "plan", plan).text().contains("it is done: "));
            assertThat(slow.call("list_vms", "node", "pve1", "status", "running", "fresh", true)
                            .text())
                    .endsWith("\nnone");
            assertThat(slow.last().outcome()).isEqualTo("done");
        }
    }

    @Test
    void aServerThatEndsBeginsNoFurtherStepAndWritesDownWhatWasDone() {
        try (ActingServer slow = ActingServer.of("operate", "access: operate\n", "4")) {
            Result running = slow.call("drain_node", "node", "pve1", "wait_seconds", 1);
            assertThat(running.structured()).containsEntry("state", "running").containsKey("upid");

            slow.server().close();

            assertThat(slow.last().outcome()).isEqualTo("running");
            assertThat(slow.last().body()).contains("UPID:", "the server ended before that", ": not_done");
        }
    }

    @Test
    void aNodeThatDiesInTheMiddleOfAMoveIsNotCalledASuccess() throws Exception {
        try (ActingServer slow = ActingServer.of("operate", "access: operate\n", "4")) {
            slow.guest(104);
            FutureTask<Result> move = new FutureTask<>(
                    () -> slow.call("migrate_guest", "guest", 104, "node", "pve3", "wait_seconds", 10));
            Thread.ofVirtual().start(move);
            slow.remembers(104, "lock: migrate");

            slow.demo().faults().nodeDown("pve2");

            Result result = move.get(60, TimeUnit.SECONDS);
            assertThat(result.structured().getOrDefault("state", "failed")).isIn("running", "failed");
            assertThat(result.text()).contains("UPID:");
            assertThat(slow.last().outcome()).isNotEqualTo("done");
        }
    }

    @Test
    void withoutQuorumTheReasonIsTold() {
        acting.guest(112);
        acting.demo().faults().quorumLost(true);

        Result failed = acting.call("set_guest_config", "guest", 112, "set", List.of("onboot=0"));

        assertThat(failed.failed()).isTrue();
        assertThat(failed.text()).containsIgnoringCase("quorum");
        assertThat(acting.last().outcome()).isEqualTo("failed");
    }

    private String node(int vmid) {
        Result guest = acting.call("get_guest", "guest", vmid, "fresh", true);
        return String.valueOf(guest.structured().get("node"));
    }
}
