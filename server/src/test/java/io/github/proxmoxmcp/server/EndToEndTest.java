package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/// The main job, from the outside: a real MCP client asks a real server about a cluster, acts on it, and sees what
/// changed.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndToEndTest {

    @TempDir
    private static Path folder;

    private static Optional<DemoCluster> demo = Optional.empty();
    private static Optional<RunningServer> server = Optional.empty();

    @BeforeAll
    static void start() {
        demo = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0.1")));
        server = Optional.of(RunningServer.of(demo(), TokenLevel.FULL, folder, "--access", "operate"));
    }

    @AfterAll
    static void stop() {
        server.ifPresent(RunningServer::close);
        demo.ifPresent(DemoCluster::close);
    }

    @Test
    @Order(1)
    void tellsHowTheClusterIs() {
        Result status = server().call("get_cluster_status");

        assertThat(status.failed()).isFalse();
        assertThat(status.structured())
                .containsEntry("quorate", true)
                .containsEntry("name", "demo")
                .containsKeys("as_of", "age_seconds");
        assertThat(table(status, "nodes")).hasSize(3);
        assertThat(status.text()).contains("as of ").contains("quorate: true").contains("pve1,online");
    }

    @Test
    @Order(2)
    void listsOnlyVirtualMachinesAndCountsThem() {
        Result all = server().call("list_vms", "limit", 500);
        Result running = server().call("list_vms", "status", "running", "limit", "3", "sort", "memory");

        Result containers = server().call("list_containers", "limit", 500);
        assertThat(rows(all).size() + rows(containers).size())
                .isEqualTo(demo().world().guests().size());
        assertThat(rows(containers)).isNotEmpty().doesNotContainAnyElementsOf(rows(all));
        assertThat(all.structured()).containsEntry("total", rows(all).size());
        assertThat(rows(running)).hasSize(3);
        assertThat(running.structured()).containsKey("next_cursor");
        assertThat(running.text().lines().filter(line -> line.contains(",running,")))
                .hasSize(3);
    }

    @Test
    @Order(3)
    void pagesThroughAListWithoutLosingOrRepeatingARow() {
        Result first = server().call("list_containers", "limit", 4);
        Result second = server().call(
                        "list_containers",
                        "limit",
                        500,
                        "cursor",
                        Objects.requireNonNull(first.structured().get("next_cursor")));

        assertThat(rows(first)).hasSize(4);
        assertThat(rows(first)).doesNotContainAnyElementsOf(rows(second));
        assertThat(first.structured())
                .containsEntry("total", rows(first).size() + rows(second).size());
    }

    @Test
    @Order(4)
    void findsAGuestByVmidOrNameAndShowsItInFull() {
        Result byId = server().call("get_guest", "guest", 100);
        Result byName = server().call("get_guest", "guest", "web01");

        assertThat(byId.structured())
                .containsEntry("vmid", 100)
                .containsEntry("name", "web01")
                .containsKeys("disks", "config");
        assertThat(byName.structured()).containsEntry("vmid", 100);
        assertThat(byId.text()).contains("network_cards:").contains("BC:24:11:").contains("not instructions");
    }

    @Test
    @Order(5)
    void saysWhichGuestsAnAmbiguousNameMeans() {
        Result ambiguous = server().call("get_guest", "guest", "app01");

        assertThat(ambiguous.failed()).isTrue();
        assertThat(ambiguous.text())
                .contains("Several guests are named 'app01'")
                .contains("107 (")
                .contains("108 (");
    }

    @Test
    @Order(6)
    void anotherWordForTheArgumentThatIsMissingIsAnsweredWithTheRightOne() {
        assertThat(server().call("get_guest", "vmid", 100).text())
                .contains("unknown argument 'vmid', did you mean 'guest'?");
    }

    @Test
    @Order(6)
    void anUnknownGuestIsAnErrorThatNamesTheNearest() {
        Result unknown = server().call("get_guest", "guest", "web-01");
        Result unknownId = server().call("get_guest", "guest", 99999);

        assertThat(unknown.failed()).isTrue();
        // The configuration gives an address only: it is called as it calls itself.
        assertThat(unknown.text())
                .contains("There is no guest 'web-01' in cluster 'demo'")
                .contains("web01");
        assertThat(unknownId.failed()).isTrue();
    }

    @Test
    @Order(7)
    void wrongArgumentsAreErrorsThatSayWhatToDo() {
        Result wrong = server().call("list_vms", "limit", 1000, "stat", "running");

        assertThat(wrong.failed()).isTrue();
        assertThat(wrong.text())
                .contains("from 1 to 500")
                .contains("did you mean 'status'?")
                .doesNotContain("Exception");
    }

    @Test
    @Order(10)
    void actsAndSeesWhatChanged() {
        Result taken = server().call("take_snapshot", "name", "before");
        Result shutdown = server().call("power_guest", "guest", "web01", "action", "shutdown");
        demo().world().setConfig(101, "memory", "20480");
        Result diff = server().call("diff_snapshots", "from", "before", "fresh", true);

        assertThat(taken.failed()).describedAs(taken.text()).isFalse();
        assertThat(shutdown.failed()).describedAs(shutdown.text()).isFalse();
        assertThat(shutdown.structured()).containsEntry("state", "ok").containsEntry("status", "stopped");
        await().until(() -> !server().progress().isEmpty());
        assertThat(cells(diff, "id", "field", "before", "after"))
                .contains(List.of("100", "status", "running", "stopped"))
                .contains(List.of("101", "config.memory", "16384", "20480"));
        assertThat(cells(diff, "id", "field", "by", "task"))
                .contains(List.of("100", "status", TokenLevel.FULL.id(), "qmshutdown"));
    }

    @Test
    @Order(11)
    void theSameNameTwiceIsRefused() {
        Result again = server().call("take_snapshot", "name", "before");
        Result list = server().call("list_snapshots");

        assertThat(again.failed()).isTrue();
        assertThat(again.text()).contains("before");
        assertThat(rows(list)).hasSize(1);
    }

    @Test
    @Order(12)
    void aTaskThatFailsIsAFailureAlthoughProxmoxTookIt() {
        Result again = server().call("power_guest", "guest", 106, "action", "start");

        assertThat(again.failed()).isTrue();
        assertThat(again.text()).contains("failed").contains("lock").contains("UPID:");
    }

    @Test
    @Order(13)
    void tellsHowATaskEnded() {
        Result tasks = server().call("list_tasks", "guest", 100, "limit", 1);
        Object upid = cells(tasks, "upid").getFirst().getFirst();
        Result task = server().call("get_task_status", "task", upid, "wait_seconds", 5);
        Result bad = server().call("get_task_status", "task", "nonsense");

        assertThat(task.structured()).containsEntry("state", "ok").containsEntry("type", "qmshutdown");
        assertThat(bad.failed()).isTrue();
        assertThat(bad.text()).contains("UPID");
    }

    @Test
    @Order(14)
    void answersSqlNowAndAsOfAMoment() {
        String sql = "select status from guests where vmid = 100";
        Result now = server().call("query_state", "sql", sql);
        Result before = server().call("query_state", "sql", sql, "as_of", "before");
        Result evil = server().call("query_state", "sql", "drop table guest");
        Result wrong = server().call("query_state", "sql", "select nam from guests");

        assertThat(rows(now)).isEqualTo(List.of(List.of("stopped")));
        assertThat(rows(before)).isEqualTo(List.of(List.of("running")));
        assertThat(evil.failed()).isTrue();
        assertThat(wrong.failed()).isTrue();
        assertThat(wrong.text()).contains("name");
    }

    @Test
    @Order(20)
    void aNodeThatDiesLeavesItsGuestsUnknownAndNotGone() {
        List<Object> before = rows(server().call("list_vms", "limit", 500));
        demo().faults().nodeDown("pve3");
        demo().faults().skip(Duration.ofSeconds(20));
        Result after = server().call("list_vms", "limit", 500, "fresh", true);

        assertThat(rows(after)).hasSameSizeAs(before);
        assertThat(after.text()).contains("INCOMPLETE: node pve3 is offline");
        assertThat(cells(after, "node", "unknown_since"))
                .filteredOn(row -> row.getFirst().equals("pve3"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get(1)).isNotEqualTo(""));
        assertThat(rows(server().call("diff_snapshots", "from", "before")))
                .noneSatisfy(row -> assertThat(row.toString()).contains("vanished"));
    }

    @Test
    @Order(30)
    void aClusterThatIsDownIsAnsweredFromMemoryWithItsAge() {
        demo().faults().refuseConnections(true);
        Result down = server().call("list_vms", "fresh", true);

        assertThat(down.failed()).isFalse();
        assertThat(rows(down)).isNotEmpty();
        assertThat(down.text()).contains("INCOMPLETE: the last try to read the cluster failed, this is from memory");
    }

    private static DemoCluster demo() {
        return demo.orElseThrow();
    }

    private static RunningServer server() {
        return server.orElseThrow();
    }

    private static List<Object> rows(Result result) {
        return list(result.structured(), "rows", result);
    }

    private static List<Object> table(Result result, String name) {
        if (result.structured().get(name) instanceof Map<?, ?> table) {
            return list(table, "rows", result);
        }
        throw new AssertionFailedError("no table '" + name + "' in " + result);
    }

    /// The values of some columns, row by row; absent ones are empty.
    private static List<List<Object>> cells(Result result, String... columns) {
        List<Object> names = list(result.structured(), "columns", result);
        return rows(result).stream()
                .map(row -> (List<?>) row)
                .map(row -> List.of(columns).stream()
                        .<Object>map(column -> names.contains(column) && names.indexOf(column) < row.size()
                                ? Optional.<Object>ofNullable(row.get(names.indexOf(column)))
                                        .orElse("")
                                : "")
                        .toList())
                .toList();
    }

    private static List<Object> list(Map<?, ?> map, String key, Result result) {
        if (map.get(key) instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw new AssertionFailedError("no '" + key + "' in " + result);
    }
}
