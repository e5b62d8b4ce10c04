package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Load over time, asked by a real client.
class MetricToolsTest {

    private static Optional<DemoCluster> demo = Optional.empty();
    private static Optional<RunningServer> server = Optional.empty();

    @BeforeAll
    static void start(@TempDir Path folder) {
        DemoCluster cluster = DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0"));
        demo = Optional.of(cluster);
        server = Optional.of(RunningServer.of(cluster, TokenLevel.FULL, folder));
    }

    @AfterAll
    static void stop() {
        server.ifPresent(RunningServer::close);
        demo.ifPresent(DemoCluster::close);
    }

    @Test
    void summarisesTheLoadOfAGuestWithUnitsAndASeriesOnRequest() {
        Result guest = call("get_metrics", "guest", "web01", "timeframe", "day", "points", 6);

        List<List<String>> summary = Cells.table(guest, "summary", "figure", "min", "average", "p95", "max");
        assertThat(summary).extracting(List::getFirst).contains("cpu_pct", "mem_gib", "mem_pct", "net_in_kib_s");
        assertThat(summary).allSatisfy(row -> {
            assertThat(number(row, 1)).isLessThanOrEqualTo(number(row, 2));
            assertThat(number(row, 2)).isLessThanOrEqualTo(number(row, 4));
            assertThat(number(row, 3)).isLessThanOrEqualTo(number(row, 4));
        });
        assertThat(Cells.table(guest, "series", "from", "cpu_pct")).hasSize(6);
        assertThat(guest.text().length()).isLessThan(2000);
    }

    @Test
    void tellsTheTopGuestsByTheirAverage() {
        Result top = call("get_metrics", "top", "cpu", "timeframe", "week", "limit", "3");

        List<Double> averages = Cells.table(top, "summary", "cpu_pct_average").stream()
                .map(row -> number(row, 0))
                .toList();
        assertThat(averages).hasSize(3).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(top.text()).contains("running guests by cpu_pct average");
    }

    @Test
    void tellsTheLoadOfNodesAndTheUsageOfStorages() {
        Result node = call("get_metrics", "node", "pve1", "timeframe", "hour");
        Result shared = call("get_metrics", "storage", "ceph", "timeframe", "month");
        Result local = call("get_metrics", "storage", "local-lvm");
        Result onOne = call("get_metrics", "storage", "local-lvm", "node", "pve1");

        assertThat(Cells.table(node, "summary", "figure")).contains(List.of("load"), List.of("mem_pct"));
        assertThat(Cells.table(shared, "summary", "figure")).contains(List.of("used_pct"));
        assertThat(local.failed()).isTrue();
        assertThat(local.text()).contains("pve1, pve2, pve3");
        assertThat(onOne.failed()).isFalse();
    }

    @Test
    void saysWhatThereIsWhenItIsAskedWrongly() {
        Result nothing = call("get_metrics");
        Result node = call("get_metrics", "node", "pve7");
        Result timeframe = call("get_metrics", "node", "pve1", "timeframe", "decade");

        assertThat(nothing.text()).contains("'guest', 'node' or 'storage'");
        assertThat(node.text()).contains("There is no node 'pve7'");
        assertThat(timeframe.text()).contains("hour, day, week, month, year");
        assertThat(List.of(nothing, node, timeframe))
                .allSatisfy(result -> assertThat(result.failed()).isTrue());
    }

    private static double number(List<String> row, int column) {
        return Double.parseDouble(row.get(column));
    }

    private static Result call(String tool, Object... pairs) {
        return server.orElseThrow().call(tool, pairs);
    }
}
