package io.github.proxmoxmcp.server.tools.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tools.ActingServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What goes wrong while something is being done, seen by a real client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActingFaultsTest {

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
    void aTaskWhoseAnswerWasLostIsFoundAndNotStartedTwice() {
        acting.demo().faults().loseAnswersToWrites(true);

        Result done = acting.done("power_guest", "guest", 109, "action", "suspend");

        assertThat(done.structured()).containsEntry("status", "paused").containsKey("upid");
        assertThat(tasks("qmpause", 109))
                .containsExactly(String.valueOf(done.structured().get("upid")));
    }

    @Test
    void aConfigurationWhoseAnswerWasLostIsSeenToBeTaken() {
        acting.demo().faults().loseAnswersToWrites(true);

        acting.done("set_guest_config", "guest", 112, "set", List.of("description=changed"));

        assertThat(acting.guest(112)).contains("changed");
    }

    @Test
    void aTaskThatCannotBeReadIsSettledFromTheClustersTasks() {
        acting.demo()
                .tamper((call, body) -> call.startsWith("POST ")
                        ? body.replaceFirst("UPID:[^\"]*", "UPID:pve1:1:1:1:qmsuspend:112")
                        : body);
        Result suspended = acting.refused(
                "it was sent, and what became of it is unknown", "power_guest", "guest", 112, "action", "suspend");
        acting.demo().tamper((_, body) -> body);
        String plan = acting.last().plan().orElseThrow();

        assertThat(suspended.text()).contains("UPID:pve1:1:1:1:qmsuspend:112");
        acting.until("the plan is settled", () -> acting.last().outcome().equals("done"));
        assertThat(acting.audit().stream()
                        .filter(entry -> entry.plan().equals(Optional.of(plan)))
                        .map(AuditEntry::outcome))
                .containsExactly("intent", "unknown", "done");
        assertThat(acting.call("get_plan", "plan", plan).text())
                .contains("state: done")
                .doesNotContain("plan it again");
    }

    @Test
    void aResultThatCannotBeWrittenIsToldAndWrittenLater() {
        acting.store("create trigger full before insert on audit_entry when new.outcome <> 'intent'"
                + " begin select raise(abort, 'disk is full'); end");

        Result lost = acting.refused(
                "it was sent, and must not be repeated", "power_guest", "guest", 100, "action", "suspend");
        String plan = acting.last().plan().orElseThrow();
        Result shown = acting.call("get_plan", "plan", plan);
        acting.store("drop trigger full");

        assertThat(lost.text()).contains("disk is full", "UPID:", ": ok");
        assertThat(shown.text()).contains("state: claimed", "do not plan it again");
        acting.until("the plan is settled", () -> acting.last().outcome().equals("done"));
        assertThat(tasks("qmpause", 100)).hasSize(1);
    }

    @Test
    void aFreezeStopsADrainBetweenItsMoves() throws Exception {
        try (ActingServer slow = ActingServer.of("operate", "access: operate\n", "0.3")) {
            FutureTask<Result> drain =
                    new FutureTask<>(() -> slow.call("drain_node", "node", "pve1", "wait_seconds", 300));
            Thread.ofVirtual().start(drain);
            slow.until("the first move runs", () -> !slow.tasks("migrate").isEmpty());

            slow.freeze("incident");

            Result frozen = drain.get(120, TimeUnit.SECONDS);
            assertThat(frozen.failed()).isTrue();
            assertThat(frozen.text()).contains("incident", ": ok, UPID:", ": not done");
            assertThat(slow.tasks("migrate")).hasSize(1);
            assertThat(slow.last().outcome()).isEqualTo("not_done");
        }
    }

    @Test
    void aDrainedNodeHasNoRunningGuestsBesideThoseThatItSaysStay() {
        Result plan = acting.planned("drain_node", "node", "pve3");
        assertThat(plan.text()).contains("/migrate");

        Result done = acting.done("drain_node", "node", "pve3", "wait_seconds", 50);

        Result left = acting.call("list_vms", "node", "pve3", "status", "running", "fresh", true);
        assertThat(done.text()).contains("UPID:");
        assertThat(plan.text()).doesNotContain("STAYS");
        assertThat(left.structured().get("rows")).isEqualTo(List.of());
    }

    @Test
    void aBackupJobStopsAtTheNodeThatFailsAndSaysWhatIsNotDone() {
        // One of its guests is locked, so that the job of its node ends with an error.
        acting.refused("job errors", "run_backup_job", "job", "backup-nightly", "wait_seconds", 50);

        assertThat(tasks("vzdump", 0)).hasSize(1);
        assertThat(acting.last().body()).contains("vzdump", "remove=0", "not_done");
    }

    @Test
    void theCommandThatApprovesIsOnlyACommandInsideTheGuestThere() {
        try (ActingServer server = ActingServer.of("admin", """
            approval: {destructive: operator}
            run_in_guest: {tags: [web]}
            """)) {
            Result plan = server.planned("stop_guest", "guest", 104);
            String id = String.valueOf(plan.structured().get("plan"));

            // Going into a guest needs an operator as well, so it does not come to that.
            assertThat(server.call("run_in_guest", "guest", "web02", "command", List.of("proxmox-mcp", "approve", id))
                            .structured())
                    .containsEntry("state", "needs_approval");
            assertThat(server.call("apply_plan", "plan", id).structured()).containsEntry("state", "needs_approval");
            assertThat(server.guest(104)).contains("status: running");
        }
    }

    @Test
    void whereOnlyWhatCanBeUndoneIsAllowedTheRestIsRefused() {
        try (ActingServer server = ActingServer.of("admin", "approval: {destructive: none, undoable_only: true}\n")) {
            server.refused("not_undoable: ", "reset_guest", "guest", 104);
            server.done("power_guest", "guest", 109, "action", "suspend");

            assertThat(server.audit()).anyMatch(entry -> entry.outcome().equals("refused"));
        }
    }

    @Test
    void aCloneIsInTheScopeOfItsSourcesTags() {
        try (ActingServer server = ActingServer.of("operate", "scope: {allow: {tags: [web]}}\n")) {
            Result cloned = server.done("clone_guest", "guest", "web02", "name", "web99", "start", true);

            assertThat(cloned.structured()).containsEntry("status", "running");
            server.refused("out_of_scope: ", "clone_guest", "guest", 104, "name", "other");
        }
    }

    private List<String> tasks(String type, int vmid) {
        return acting.tasks(type).stream()
                .filter(upid -> vmid == 0 || upid.contains(":" + vmid + ":"))
                .toList();
    }
}
