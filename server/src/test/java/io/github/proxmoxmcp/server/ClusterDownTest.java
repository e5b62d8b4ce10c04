package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cluster that is down is answered from memory, with its age; what only the cluster knows is said to be so.
class ClusterDownTest {

    private static Optional<DemoCluster> demo = Optional.empty();
    private static Optional<RunningServer> server = Optional.empty();
    private static String task = "";

    @BeforeAll
    static void takeItDown(@TempDir Path folder) {
        DemoCluster cluster = DemoCluster.start(DemoSettings.parse("nodes=3,guests=20,seed=1,pace=0"));
        demo = Optional.of(cluster);
        server = Optional.of(RunningServer.of(cluster, TokenLevel.FULL, folder));
        call("list_nodes", "fresh", true);
        call("get_guest", "guest", 100);
        call("search_api", "query", "replication");
        task = Cells.of(call("list_tasks", "outcome", "ok", "limit", 1), "upid")
                .getFirst()
                .getFirst();
        cluster.faults().refuseConnections(true);
        call("list_nodes", "fresh", true);
    }

    @AfterAll
    static void stop() {
        server.ifPresent(RunningServer::close);
        demo.ifPresent(DemoCluster::close);
    }

    @Test
    void everyToolThatCanAnswersFromMemoryAndSaysSo() {
        Map<String, Result> answers = new LinkedHashMap<>();
        for (String tool : new String[] {"get_cluster_status", "list_nodes", "list_vms", "list_containers"}) {
            answers.put(tool, call(tool, "fresh", true));
        }
        answers.put("list_tasks", call("list_tasks", "fresh", true));
        answers.put("get_guest", call("get_guest", "guest", 100, "fresh", true));
        answers.put("find", call("find", "query", "web01", "fresh", true));
        answers.put("get_changes", call("get_changes", "fresh", true));
        answers.put("get_history", call("get_history", "guest", 100));
        answers.put("list_snapshots", call("list_snapshots"));
        answers.put("diff_snapshots", call("diff_snapshots", "from", "1h ago", "fresh", true));
        answers.put("query_state", call("query_state", "sql", "select count(*) as n from guests"));

        assertThat(answers).allSatisfy((tool, answer) -> {
            assertThat(answer.failed()).describedAs(tool + ": " + answer.text()).isFalse();
            assertThat(answer.text())
                    .describedAs(tool)
                    .contains("INCOMPLETE: the last try to read the cluster failed, this is from memory");
            assertThat(answer.structured()).describedAs(tool).containsKeys("age_seconds", "incomplete");
        });
    }

    @Test
    void howTheSyncFaresIsToldInBothForms() {
        Result status = call("get_cluster_status");

        String sync = String.valueOf(status.structured().get("sync"));
        assertThat(sync)
                .matches("last success .* ago, \\d+ of \\d+ cycles failed \\(ClusterUnreachable \\d+\\),"
                        + " calls by status \\(200 \\d+.*, none \\d+\\).*, next try in \\d+ s");
        assertThat(status.text()).contains("cycles failed (ClusterUnreachable ").contains(", next try in ");
    }

    @Test
    void aTaskIsTheRememberedOneWithoutItsLog() {
        Result status = call("get_task_status", "task", task);

        assertThat(status.failed()).describedAs(status.text()).isFalse();
        assertThat(status.structured()).containsEntry("state", "ok").containsEntry("upid", task);
        assertThat(status.text()).contains("this is from memory");
    }

    @Test
    void theCatalogueIsKeptAndLiveFiguresAreSaidToBeInTheClusterOnly() {
        Result catalogue = call("search_api", "query", "replication");
        Result figures = call("get_metrics", "guest", 100);
        Result top = call("get_metrics", "top", "memory");
        Result live = call("read_api", "path", "/cluster/status");

        assertThat(Cells.of(catalogue, "path")).isNotEmpty();
        assertThat(figures.failed()).isTrue();
        assertThat(figures.text()).contains("only in the cluster").contains("list_vms");
        assertThat(top.failed()).isTrue();
        assertThat(top.text()).contains("only in the cluster").doesNotContain("proxmoxmcp", "Exception");
        assertThat(live.failed()).isTrue();
    }

    private static Result call(String tool, Object... pairs) {
        return server.orElseThrow().call(tool, pairs);
    }
}
