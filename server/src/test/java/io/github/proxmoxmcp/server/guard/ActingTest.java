package io.github.proxmoxmcp.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.Cells;
import io.github.proxmoxmcp.server.RunningServer;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Writes from the outside: a real client with and without a human, and the audit afterwards.
class ActingTest {

    private static Optional<DemoCluster> demo = Optional.empty();

    private final List<String> questions = new CopyOnWriteArrayList<>();
    private Optional<RunningServer> server = Optional.empty();

    @TempDir
    private Path folder;

    @BeforeAll
    static void startCluster() {
        demo = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0.1")));
    }

    @AfterAll
    static void stopCluster() {
        demo.ifPresent(DemoCluster::close);
    }

    @AfterEach
    void stop() {
        server.ifPresent(RunningServer::close);
    }

    @Test
    void whatLosesNothingIsDoneAtOnceAndAudited() {
        Result done = server(Optional.empty()).call("power_guest", "guest", 102, "action", "suspend");

        assertThat(done.failed()).describedAs(done.text()).isFalse();
        assertThat(done.structured()).containsEntry("state", "ok").containsEntry("status", "paused");
        assertThat(outcomes()).containsExactly("intent", "done");
        assertThat(audit().getLast().body()).contains("\"vmids\":[102]").contains("UPID:");
    }

    @Test
    void aChangeTellsThatItWasMadeHere() {
        RunningServer server = server(Optional.empty());
        server.call("power_guest", "guest", 101, "action", "suspend");

        Result changes = server.call("get_changes", "guest", 101, "field", "status", "fresh", true);

        assertThat(Cells.of(changes, "change", "via").getFirst().getFirst()).contains("-> paused");
        assertThat(Cells.of(changes, "via").getFirst().getFirst())
                .matches("\\S+ by power_guest, plan " + audit().getLast().plan().orElseThrow());
    }

    @Test
    void aDryRunDoesNothing() {
        Result plan = server(Optional.empty()).call("power_guest", "guest", 100, "action", "shutdown", "dry_run", true);

        assertThat(plan.structured()).containsEntry("state", "planned").containsKeys("plan", "expires", "steps");
        assertThat(plan.text()).contains("POST /nodes/").contains("status/shutdown");
        assertThat(status(100)).isEqualTo("running");
        assertThat(outcomes()).containsExactly("planned");
    }

    @Test
    void withoutAHumanTheAnswerIsAPlanAndTheWayToApproveIt() {
        Result stop = server(Optional.empty()).call("stop_guest", "guest", 100);

        assertThat(stop.structured()).containsEntry("state", "needs_approval");
        assertThat(stop.text()).contains("proxmox-mcp approve ").contains("cannot be undone");
        assertThat(status(100)).isEqualTo("running");
        assertThat(outcomes()).containsExactly("unapproved");
    }

    @Test
    void aHumanWhoSaysYesIsEnough() {
        Result stop = server(answering(Optional.of(Map.of("allow", true)))).call("stop_guest", "guest", 101);

        assertThat(stop.failed()).describedAs(stop.text()).isFalse();
        assertThat(stop.structured()).containsEntry("state", "ok").containsEntry("status", "stopped");
        assertThat(questions).hasSize(1);
        assertThat(questions.getFirst()).contains("stop guest 101").contains("/status/stop");
        assertThat(outcomes()).containsExactly("intent", "done");
    }

    @Test
    void whatIsDeclinedAtTheClientIsNotDoneAndNotAskedAgainButLeftToAnOperator() {
        RunningServer server = server(answering(Optional.empty()));
        Result stop = server.call("stop_guest", "guest", 100);

        assertThat(stop.failed()).isTrue();
        assertThat(stop.text())
                .startsWith("denied: it was declined at the client, by the human or by the client itself")
                .contains("Do not try it again", "proxmox-mcp approve ")
                .doesNotContain("apply_plan");
        String plan = stop.text().replaceFirst("(?s).*approve ([a-z0-9]+)'.*", "$1");
        Result again = server.call("apply_plan", "plan", plan);

        assertThat(again.structured()).containsEntry("state", "needs_approval");
        assertThat(questions).hasSize(1);
        assertThat(status(100)).isEqualTo("running");
        assertThat(outcomes()).containsExactly("refused", "unapproved");
    }

    @Test
    void aFormThatIsClosedIsNoYesAndSaysHowToApprove() {
        Result stop = server(Optional.of(question -> {
                    questions.add(question);
                    throw new CancellationException();
                }))
                .call("stop_guest", "guest", 100);

        assertThat(stop.text())
                .startsWith("denied: no approval came from the human")
                .contains("proxmox-mcp approve ");
        assertThat(questions).hasSize(1);
        assertThat(status(100)).isEqualTo("running");
        assertThat(outcomes()).containsExactly("refused");
    }

    @Test
    void aFormThatSaysSomethingElseIsNoYes() {
        RunningServer server = server(answering(Optional.of(Map.of("allow", "true", "approve", true))));

        Result stop = server.call("stop_guest", "guest", 100);

        assertThat(stop.failed()).isTrue();
        assertThat(questions).hasSize(1);
        assertThat(status(100)).isEqualTo("running");
    }

    @Test
    void deletesAStoppedGuestAndNothingElse() {
        RunningServer server = server(answering(Optional.of(Map.of("allow", true))));
        Result running = server.call("delete_guest", "guest", 112);
        server.call("stop_guest", "guest", 112);
        Result deleted = server.call("delete_guest", "guest", 112);

        assertThat(running.text()).startsWith("running: ");
        assertThat(deleted.failed()).describedAs(deleted.text()).isFalse();
        assertThat(questions).hasSize(2);
        assertThat(questions.getLast()).contains("delete guest 112", "its disks", "DELETE /nodes/");
        assertThat(server.call("get_guest", "guest", 112, "fresh", true).text()).doesNotContain("status: running");
        assertThat(outcomes()).containsExactly("intent", "done", "intent", "done");
    }

    @Test
    void anyOtherCallIsCheckedAgainstTheClustersOwnDescription() {
        RunningServer server = server(answering(Optional.of(Map.of("allow", true))));

        Result wrong = server.call(
                "change_api", "method", "POST", "path", "/nodes/pve1/qemu/100/status/stop", "parameters", "tiemout=3");
        Result secret = server.call(
                "change_api",
                "method",
                "PUT",
                "path",
                "/nodes/pve1/qemu/100/config",
                "parameters",
                "cipassword=hunter22");
        Result pool = server.call("change_api", "method", "POST", "path", "/pools", "parameters", "poolid=fresh");

        assertThat(wrong.text()).contains("not sent").contains("tiemout");
        assertThat(secret.text()).contains("'cipassword'").doesNotContain("hunter22");
        assertThat(pool.failed()).describedAs(pool.text()).isFalse();
        assertThat(questions).hasSize(1);
        assertThat(audit()).noneMatch(entry -> entry.body().contains("hunter22"));
    }

    @Test
    void putsAConfigurationBackFromHistory() {
        RunningServer server = server(Optional.empty());
        assertThat(server.call("get_guest", "guest", 105, "fresh", true).failed())
                .isFalse();
        assertThat(server.call("take_snapshot", "name", "before").failed()).isFalse();
        demo.orElseThrow().world().setConfig(105, "description", "wrong");
        assertThat(server.call("get_guest", "guest", 105, "fresh", true).text()).contains("wrong");

        Result reverted = server.call("revert_change", "guest", 105, "at", "before", "options", List.of("description"));

        assertThat(reverted.failed()).describedAs(reverted.text()).isFalse();
        assertThat(server.call("get_guest", "guest", 105, "fresh", true).text()).contains("«Prometheus»");
        assertThat(server.call("revert_change", "guest", 105, "at", "before").text())
                .startsWith("nothing_to_revert: ");
    }

    @Test
    void whatIsOutOfScopeIsRefusedWhateverToolAsksForIt() throws IOException {
        Path config = Files.writeString(folder.resolve("config.yaml"), """
            access: admin
            approval:
              destructive: none
            scope:
              allow:
                vmids: [100-101, 116]
            """);
        RunningServer server = RunningServer.start(
                RunningServer.environment(demo.orElseThrow(), TokenLevel.FULL), folder, "--config", config.toString());
        this.server = Optional.of(server);

        Result power = server.call("power_guest", "guest", 102, "action", "start");
        Result any =
                server.call("change_api", "method", "PUT", "path", "/cluster/options", "parameters", "keyboard=de");
        Result clone = server.call(
                "change_api", "method", "POST", "path", "/nodes/pve1/qemu/100/clone", "parameters", "newid=900");
        Result within = server.call("stop_guest", "guest", 116);

        assertThat(power.text()).startsWith("out_of_scope: ").contains("guest 102");
        assertThat(any.text()).startsWith("out_of_scope: ").contains("/cluster/options");
        assertThat(clone.text()).startsWith("out_of_scope: ").contains("new guest 900");
        assertThat(within.failed()).describedAs(within.text()).isFalse();
        assertThat(outcomes()).containsExactly("refused", "refused", "refused", "intent", "done");
    }

    @Test
    void withoutQuorumNothingIsDoneAndTheAnswerSaysWhy() {
        RunningServer server = server(Optional.empty());
        server.call("power_guest", "guest", 103, "action", "shutdown");
        demo.orElseThrow().faults().quorumLost(true);

        Result start = server.call("power_guest", "guest", 103, "action", "start");

        demo.orElseThrow().faults().clear();
        assertThat(start.failed()).describedAs(start.text()).isTrue();
        assertThat(start.text().toLowerCase(Locale.ROOT)).contains("quorum");
        assertThat(outcomes()).containsExactly("intent", "done", "intent", "failed");
    }

    @Test
    void aTaskThatDoesNotEndIsSaidToRun() {
        Result shutdown =
                server(Optional.empty()).call("power_guest", "guest", 104, "action", "reboot", "wait_seconds", 0);

        assertThat(shutdown.failed()).describedAs(shutdown.text()).isFalse();
        assertThat(shutdown.structured()).containsEntry("state", "running").containsKey("upid");
        assertThat(shutdown.text()).contains("get_task_status");
    }

    private RunningServer server(Optional<Function<String, Optional<Map<String, Object>>>> human) {
        server = Optional.of(RunningServer.start(
                RunningServer.environment(demo.orElseThrow(), TokenLevel.FULL), folder, human, "--access", "admin"));
        return server.orElseThrow();
    }

    private Optional<Function<String, Optional<Map<String, Object>>>> answering(Optional<Map<String, Object>> form) {
        return Optional.of(question -> {
            questions.add(question);
            return form;
        });
    }

    private String status(int vmid) {
        Result guest = server.orElseThrow().call("get_guest", "guest", vmid, "fresh", true);
        return String.valueOf(guest.structured().get("status"));
    }

    private List<String> outcomes() {
        return audit().stream().map(AuditEntry::outcome).toList();
    }

    /// Oldest first; the chain must be whole.
    private List<AuditEntry> audit() {
        try (Store store =
                Stores.open(StoreLocation.parse(folder.resolve("state.db").toString()), InstantSource.system())) {
            assertThat(store.audit().verify()).isEmpty();
            return store.audit().list(Optional.empty(), Optional.empty(), 100).reversed();
        }
    }
}
