package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers that say what they leave out, why something is so, and what became of what is no more.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutcomesTest {

    private static final int FAILURES = 7;

    private DemoCluster demo;
    private DirectServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=30,seed=1,pace=0"));
        server = DirectServer.of(Map.of("demo", demo), folder, InstantSource.system(), "");
        read();
    }

    private void read() {
        for (int i = 0; i < 4; i++) {
            server.call("list_nodes", "fresh", true);
        }
    }

    @AfterAll
    void stop() {
        server.close();
        demo.close();
    }

    @Test
    void aStatusThatShowsSomeFailedTasksSaysOfHowMany() {
        for (int i = 0; i < FAILURES; i++) {
            demo.world().start(111);
            server.call("list_nodes", "fresh", true);
        }

        Result status = server.call("get_cluster_status");

        Object total = server.call("list_tasks", "outcome", "failed", "since", "24h ago")
                .structured()
                .get("total");
        assertThat((Long) total).isGreaterThanOrEqualTo(FAILURES);
        assertThat(status.text())
                .contains("failed_tasks_shown: 5 of " + total + "; list_tasks outcome=failed shows all");
    }

    @ParameterizedTest
    @CsvSource({
        "get_guest, guest, web01",
        "get_guest, guest, 100",
        "get_node, node, pve1",
        "list_volumes, storage, backup",
        "list_storage, node, pve1",
        "check_backups, node, pve1",
        "list_vms, tag, web",
        "list_vms, node, pve1",
        "find_problems, area, node",
        "get_cluster_status, fresh, false",
        "query_state, sql, select 1"
    })
    void aMomentBeforeTheMemoryIsSaidToBeThat(String tool, String argument, String value) {
        Object given = argument.equals("fresh") ? (Object) false : value;
        Result answer = server.call(tool, argument, given, tool.equals("query_state") ? "as_of" : "at", "2020-01-01");

        assertThat(answer.text())
                .contains("the memory of this cluster begins at ")
                .doesNotContain("Near:", "There are: none");
    }

    @Test
    void aGuestThatIsGoneIsSaidToHaveBeenThere() {
        demo.world().createVm(700, "pve1", "shortlived");
        read();
        demo.world().removeGuest(700);
        read();

        for (Object guest : new Object[] {700, "shortlived"}) {
            Result gone = server.call("get_guest", "guest", guest);
            assertThat(gone.failed()).isTrue();
            assertThat(gone.text())
                    .contains("There is no guest '" + guest + "' any more: guest 700 (shortlived) vanished at ")
                    .contains("get_history guest=700");
        }
        assertThat(server.call("get_history", "guest", "shortlived").failed()).isFalse();
        assertThat(server.call("get_guest", "guest", "neverwas").text()).contains("There is no guest 'neverwas' in");
    }

    @Test
    void whyAGuestDidNotStartIsSaidWhereItIsAskedAbout() {
        demo.world().start(111);
        read();

        String reason = "«start failed: QEMU exited with code 1»; its log: «bridge 'vmbr9' does not exist»";
        assertThat(server.call("find_problems", "area", "task").text()).contains(reason);
        assertThat(server.call("get_cluster_status").text()).contains(reason);
        assertThat(server.call("get_guest", "guest", 111).text())
                .contains("last_start_failed: ")
                .contains(reason);
        assertThat(server.call("get_guest", "guest", 100).text()).doesNotContain("last_start_failed");
    }

    @Test
    void whyTheManagerGaveUpIsSaidAtTheGuest(@TempDir Path folder) {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        try (DemoCluster managed = DemoCluster.start(DemoSettings.parse("nodes=3,guests=30,seed=1,pace=0"), now::get);
                DirectServer memory = DirectServer.of(Map.of("demo", managed), folder, now::get, "")) {
            memory.call("get_guest", "guest", 111);
            managed.world().manage(111, "started", "");
            for (int i = 0; i < 12; i++) {
                now.updateAndGet(instant -> instant.plusSeconds(10));
                memory.call("list_nodes", "fresh", true);
            }

            assertThat(String.valueOf(
                            memory.call("get_guest", "guest", 111).structured().get("ha")))
                    .startsWith("error (requested: started); qmstart failed 2026-01-01T00:")
                    .contains("bridge 'vmbr9' does not exist");
            assertThat(memory.call("find_problems", "area", "ha").text())
                    .contains("HA state is error; qmstart failed ")
                    .contains("bridge 'vmbr9' does not exist");
        }
    }

    @Test
    void severalThingsAreFoundInOneCall() {
        Result found = server.call("find", "query", "web01, db01, nothinglikeit");

        assertThat(found.text())
                .contains("nothing found of: nothinglikeit")
                .contains("vm,100,web01,pve1,running,web01: ")
                .contains("vm,101,db01,pve2,running,db01: ");
        assertThat(server.call("find", "query", "web01").text()).doesNotContain("nothing found", "web01: ");
    }

    @Test
    void aNodeNamesItsUpdatesAndSaysWhetherTheOthersCouldCarryItsGuests() {
        Result node = server.call("get_node", "node", "pve2");

        assertThat(node.structured()).containsEntry("updates", 3);
        assertThat((List<?>) node.structured().get("packages")).hasSize(3);
        assertThat(node.text()).contains("if_lost: its ").contains(" free: all fit");
    }

    @Test
    void anUnusedDiskIsShownWithItsSizeAndFormat() {
        demo.world().setConfig(100, "unused0", "local-lvm:vm-100-disk-9,size=8K");
        read();

        assertThat(Cells.table(
                        server.call("get_guest", "guest", 100), "unused", "disk", "storage", "node", "size", "format"))
                .containsExactly(List.of("unused0", "local-lvm", "pve1", "8 KiB", "raw"));
    }

    @Test
    void whatCameAndWentBetweenTwoMomentsIsHintedAt() {
        server.call("take_snapshot", "name", "before");
        demo.world().createVm(710, "pve1", "passing");
        read();
        demo.world().removeGuest(710);
        demo.world().setConfig(100, "tags", "changed");
        read();
        demo.world().setConfig(100, "tags", "linux;prod;web");
        read();

        Result diff = server.call("diff_snapshots", "from", "before");

        assertThat(diff.text()).contains("came and went in between: guest 710 (passing)");
        assertThat(diff.text()).contains("changed and changed back: ").contains("guest 100 (web01)");
    }

    /// Nobody but the cluster knows what its calendar events mean.
    @Test
    void howOldABackupMayBeFollowsTheScheduleAsTheClusterUnderstandsIt(@TempDir Path folder) {
        AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> Instant.now().plus(passed.get());
        try (DemoCluster own = DemoCluster.start(DemoSettings.parse("nodes=1,guests=8,seed=1,pace=0"), clock);
                DirectServer other = DirectServer.of(Map.of("own", own), folder, clock, "")) {
            own.world().backup(105, "backup");
            for (int i = 0; i < 4; i++) {
                other.call("list_nodes", "fresh", true);
            }
            passed.set(Duration.ofHours(7));
            Result daily = other.call("check_backups", "all", true, "fresh", true);
            own.world()
                    .putBackupJob(
                            "often", Map.of("schedule", "*/4:00", "vmid", "105", "storage", "backup", "enabled", "1"));
            passed.set(Duration.ofHours(8));
            for (int i = 0; i < 4; i++) {
                other.call("list_nodes", "fresh", true);
            }
            Result often = other.call("check_backups", "all", true);

            assertThat(daily.text()).contains("105,monitoring,pve1,fresh,");
            assertThat(often.text()).contains("105,monitoring,pve1,stale,");
        }
    }

    @Test
    void backupsAreToldWithTheNextRunOfTheirJobs() {
        assertThat(server.call("check_backups").text())
                .containsPattern("next runs: \\S+ \\(\\S+\\) 20\\d\\d-\\d\\d-\\d\\dT02:00:00Z");
    }
}
