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
import io.github.proxmoxmcp.server.EmptyStore;
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
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Writes from the outside: a real client with and without a human, and the audit afterwards.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActingTest {

    @TempDir
    private static Path folder;

    private static final List<String> QUESTIONS = new CopyOnWriteArrayList<>();

    private DemoCluster demo;
    private RunningServer alone;
    private RunningServer attended;
    private RunningServer server;
    private Supplier<Optional<Map<String, Object>>> form = Optional::empty;
    private int before;

    @BeforeAll
    void start() {
        demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0.1"));
        alone = server(Optional.empty());
        attended = server(Optional.of(this::answer));
        server = alone;
    }

    @BeforeEach
    void begin() {
        QUESTIONS.clear();
        server = alone;
        before = all().size();
    }

    @AfterAll
    void stop() {
        alone.close();
        attended.close();
        demo.close();
    }

    @Test
    void whatLosesNothingIsDoneAtOnceAndAudited() {
        Result done = server.call("power_guest", "guest", 102, "action", "suspend");

        assertThat(done.failed()).describedAs(done.text()).isFalse();
        assertThat(done.structured()).containsEntry("state", "ok").containsEntry("status", "paused");
        assertThat(outcomes()).containsExactly("intent", "done");
        assertThat(audit().getLast().body()).contains("\"vmids\":[102]").contains("UPID:");
    }

    @Test
    void aChangeTellsThatItWasMadeHere() {
        server.call("power_guest", "guest", 101, "action", "suspend");

        Result changes = server.call("get_changes", "guest", 101, "field", "status", "fresh", true);

        assertThat(Cells.of(changes, "change", "via").getFirst().getFirst()).contains("-> paused");
        assertThat(Cells.of(changes, "via").getFirst().getFirst())
                .matches("\\S+ by power_guest, plan " + audit().getLast().plan().orElseThrow());
    }

    @Test
    void aDryRunDoesNothing() {
        Result plan = server.call("power_guest", "guest", 100, "action", "shutdown", "dry_run", true);

        assertThat(plan.structured()).containsEntry("state", "planned").containsKeys("plan", "expires", "steps");
        assertThat(plan.text()).contains("POST /nodes/").contains("status/shutdown");
        assertThat(status(100)).isEqualTo("running");
        assertThat(outcomes()).containsExactly("planned");
    }

    @Test
    void withoutAHumanTheAnswerIsAPlanAndTheWayToApproveIt() {
        Result stop = server.call("stop_guest", "guest", 100);

        assertThat(stop.structured()).containsEntry("state", "needs_approval");
        assertThat(stop.text()).contains("proxmox-mcp approve ").contains("cannot be undone");
        assertThat(status(100)).isEqualTo("running");
        assertThat(outcomes()).containsExactly("unapproved");
    }

    @Test
    void aHumanWhoSaysYesIsEnough() {
        Result stop = answering(() -> Optional.of(Map.of("allow", true))).call("stop_guest", "guest", 101);

        assertThat(stop.failed()).describedAs(stop.text()).isFalse();
        assertThat(stop.structured()).containsEntry("state", "ok").containsEntry("status", "stopped");
        assertThat(QUESTIONS).hasSize(1);
        assertThat(QUESTIONS.getFirst()).contains("stop guest 101").contains("/status/stop");
        assertThat(outcomes()).containsExactly("intent", "done");
    }

    @Test
    void whatIsDeclinedAtTheClientIsNotDoneAndNotAskedAgainButLeftToAnOperator() {
        answering(Optional::empty);
        Result stop = server.call("stop_guest", "guest", 100);

        assertThat(stop.failed()).isTrue();
        assertThat(stop.text())
                .startsWith("denied: it was declined at the client, by the human or by the client itself")
                .contains("Do not try it again", "proxmox-mcp approve ")
                .doesNotContain("apply_plan");
        String plan = stop.text().replaceFirst("(?s).*approve ([a-z0-9]+)'.*", "$1");
        Result again = server.call("apply_plan", "plan", plan);

        assertThat(again.structured()).containsEntry("state", "needs_approval");
        assertThat(QUESTIONS).hasSize(1);
        assertThat(status(100)).isEqualTo("running");
        assertThat(outcomes()).containsExactly("refused", "unapproved");
    }

    @Test
    void aFormThatIsClosedIsNoYesAndSaysHowToApprove() {
        Result stop = answering(() -> {
                    throw new CancellationException();
                })
                .call("stop_guest", "guest", 100);

        assertThat(stop.text())
                .startsWith("denied: no approval came from the human")
                .contains("proxmox-mcp approve ");
        assertThat(QUESTIONS).hasSize(1);
        assertThat(status(100)).isEqualTo("running");
        assertThat(outcomes()).containsExactly("refused");
    }

    @Test
    void aFormThatSaysSomethingElseIsNoYes() {
        answering(() -> Optional.of(Map.of("allow", "true", "approve", true)));

        Result stop = server.call("stop_guest", "guest", 100);

        assertThat(stop.failed()).isTrue();
        assertThat(QUESTIONS).hasSize(1);
        assertThat(status(100)).isEqualTo("running");
    }

    @Test
    void deletesAStoppedGuestAndNothingElse() {
        answering(() -> Optional.of(Map.of("allow", true)));
        Result running = server.call("delete_guest", "guest", 112);
        server.call("stop_guest", "guest", 112);
        Result deleted = server.call("delete_guest", "guest", 112);

        assertThat(running.text()).startsWith("running: ");
        assertThat(deleted.failed()).describedAs(deleted.text()).isFalse();
        assertThat(QUESTIONS).hasSize(2);
        assertThat(QUESTIONS.getLast()).contains("delete guest 112", "its disks", "DELETE /nodes/");
        assertThat(server.call("get_guest", "guest", 112, "fresh", true).text()).doesNotContain("status: running");
        assertThat(outcomes()).containsExactly("intent", "done", "intent", "done");
    }

    @Test
    void anyOtherCallIsCheckedAgainstTheClustersOwnDescription() {
        answering(() -> Optional.of(Map.of("allow", true)));

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
        assertThat(QUESTIONS).hasSize(1);
        assertThat(audit()).noneMatch(entry -> entry.body().contains("hunter22"));
    }

    @Test
    void putsAConfigurationBackFromHistory() {
        assertThat(server.call("get_guest", "guest", 105, "fresh", true).failed())
                .isFalse();
        assertThat(server.call("take_snapshot", "name", "before").failed()).isFalse();
        demo.world().setConfig(105, "description", "wrong");
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
        try (RunningServer scoped = RunningServer.start(
                RunningServer.environment(demo, TokenLevel.FULL), folder, "--config", config.toString())) {
            whatIsOutOfScopeIsRefused(scoped);
        }
    }

    private void whatIsOutOfScopeIsRefused(RunningServer server) {
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
        server.call("power_guest", "guest", 103, "action", "shutdown");
        demo.faults().quorumLost(true);

        Result start = server.call("power_guest", "guest", 103, "action", "start");

        demo.faults().clear();
        assertThat(start.failed()).describedAs(start.text()).isTrue();
        assertThat(start.text().toLowerCase(Locale.ROOT)).contains("quorum");
        assertThat(outcomes()).containsExactly("intent", "done", "intent", "failed");
    }

    @Test
    void aTaskThatDoesNotEndIsSaidToRun() {
        Result shutdown = server.call("power_guest", "guest", 104, "action", "reboot", "wait_seconds", 0);

        assertThat(shutdown.failed()).describedAs(shutdown.text()).isFalse();
        assertThat(shutdown.structured()).containsEntry("state", "running").containsKey("upid");
        assertThat(shutdown.text()).contains("get_task_status");
    }

    private RunningServer server(Optional<Function<String, Optional<Map<String, Object>>>> human) {
        return RunningServer.start(
                RunningServer.environment(demo, TokenLevel.FULL), folder, human, "--access", "admin");
    }

    /// The server at whose client somebody is asked, who fills in the form so.
    private RunningServer answering(Supplier<Optional<Map<String, Object>>> form) {
        this.form = form;
        server = attended;
        return attended;
    }

    private Optional<Map<String, Object>> answer(String question) {
        QUESTIONS.add(question);
        return form.get();
    }

    private String status(int vmid) {
        Result guest = server.call("get_guest", "guest", vmid, "fresh", true);
        return String.valueOf(guest.structured().get("status"));
    }

    private List<String> outcomes() {
        return audit().stream().map(AuditEntry::outcome).toList();
    }

    /// Of this test, oldest first; what still ran after another is settled in the meantime.
    private List<AuditEntry> audit() {
        List<AuditEntry> all = all();
        Set<Optional<String>> others =
                all.subList(0, before).stream().map(AuditEntry::plan).collect(Collectors.toSet());
        return all.subList(before, all.size()).stream()
                .filter(entry -> entry.plan().isEmpty() || !others.contains(entry.plan()))
                .toList();
    }

    /// The chain must be whole.
    private static List<AuditEntry> all() {
        try (Store store = Stores.open(new StoreLocation.File(EmptyStore.in(folder)), InstantSource.system())) {
            assertThat(store.audit().verify()).isEmpty();
            return store.audit().list(Optional.empty(), Optional.empty(), 500).reversed();
        }
    }
}
