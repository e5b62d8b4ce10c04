package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.resource.ResourceRegistry;
import io.github.proxmoxmcp.server.tool.TextForm;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Several clusters in one server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClustersTest {

    private DemoCluster home;
    private DemoCluster office;
    private DirectServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        home = DemoCluster.start(DemoSettings.parse("nodes=1,guests=8,seed=1,pace=0"));
        office = DemoCluster.start(DemoSettings.parse("nodes=2,guests=12,seed=2,pace=0"));
        office.world().setConfig(103, "name", "only-here");
        Map<String, DemoCluster> both = new LinkedHashMap<>();
        both.put("home", home);
        both.put("office", office);
        server = DirectServer.of(both, folder, InstantSource.system(), "");
        server.call("list_nodes", "cluster", "home", "fresh", true);
        server.call("list_nodes", "cluster", "office", "fresh", true);
    }

    @AfterAll
    void stop() {
        server.close();
        home.close();
        office.close();
    }

    @Test
    void everyToolTakesTheClusterWhereThereAreSeveralAndNoneWhereThereIsOne(@TempDir Path folder) {
        try (DirectServer one = DirectServer.of(Map.of("home", home), folder, InstantSource.system(), "")) {
            assertThat(one.tools()).hasSizeGreaterThan(50).noneMatch(ClustersTest::takesCluster);
            assertThat(one.call("list_nodes", "cluster", "home").text()).contains("unknown argument 'cluster'");
        }
        assertThat(server.tools())
                .filteredOn(tool -> !takesCluster(tool))
                .extracting(ToolDefinition::name)
                .containsExactly("apply_plan", "get_plan");
    }

    private static boolean takesCluster(ToolDefinition tool) {
        return tool.inputSchema().get("properties") instanceof Map<?, ?> properties
                && properties.containsKey("cluster");
    }

    @Test
    void eachClusterAnswersForItself() {
        assertThat(Cells.of(server.call("list_nodes", "cluster", "home"), "node"))
                .hasSize(1);
        assertThat(Cells.of(server.call("list_nodes", "cluster", "office"), "node"))
                .hasSize(2);
        assertThat(server.call("get_guest", "cluster", "office", "guest", "only-here")
                        .structured())
                .containsEntry("vmid", 103);
        assertThat(server.call("get_guest", "cluster", "home", "guest", "only-here")
                        .text())
                .contains("There is no guest 'only-here' in cluster 'home'");
    }

    @Test
    void withoutAClusterOrWithAnUnknownOneTheAnswerSaysWhichThereAre() {
        Result none = server.call("get_guest", "guest", 100);
        Result unknown = server.call("list_vms", "cluster", "ofice");
        Result acting = server.call("power_guest", "guest", 100, "action", "shutdown", "dry_run", true);

        assertThat(List.of(none, unknown, acting)).allMatch(Result::failed);
        assertThat(none.text()).contains("There are several clusters: give 'cluster', one of home, office");
        assertThat(unknown.text()).contains("There is no cluster 'ofice', did you mean 'office'?");
        assertThat(acting.text()).contains("give 'cluster', one of home, office");
    }

    @ParameterizedTest
    @CsvSource({
        "list_vms, limit, 500, vmid",
        "list_containers, limit, 500, vmid",
        "list_nodes, fresh, false, node",
        "list_storage, fresh, false, storage",
        "list_tasks, limit, 500, upid",
        "find_problems, limit, 500, subject",
        "check_backups, all, true, vmid",
        "get_changes, limit, 500, what",
        "query_state, sql, select vmid from guests, vmid"
    })
    void aListIsThatOfAllClustersWhereNoneIsNamed(String tool, String argument, String value, String column) {
        Object given = value.matches("true|false") ? (Object) Boolean.valueOf(value) : value;
        Result all = server.call(tool, argument, given);
        Result home = server.call(tool, argument, given, "cluster", "home");
        Result office = server.call(tool, argument, given, "cluster", "office");

        assertThat(all.failed()).as(all.text()).isFalse();
        assertThat(all.text()).contains("as of ");
        assertThat(total(all)).isEqualTo(total(home) + total(office));
        if (!tool.equals("get_changes")) {
            assertThat(Cells.of(home, column)).isNotEmpty();
            assertThat(Cells.of(all, "cluster", column))
                    .containsAll(Cells.of(home, column).stream()
                            .map(one -> List.of("home", one.getFirst()))
                            .toList())
                    .containsAll(Cells.of(office, column).stream()
                            .map(one -> List.of("office", one.getFirst()))
                            .toList());
        }
    }

    private static long total(Result list) {
        return ((Number) Objects.requireNonNull(list.structured().get("total"))).longValue();
    }

    @Test
    void theStatusOfAllClustersIsARowForEach() {
        Result status = server.call("get_cluster_status");

        assertThat(Cells.of(status, "cluster", "quorate", "nodes_online"))
                .containsExactly(List.of("home", "true", "1 of 1"), List.of("office", "true", "2 of 2"));
    }

    @Test
    void pagesOverAllClustersHaveAShareOfEachAndEveryRowOnce() {
        List<List<String>> seen = new ArrayList<>();
        @Nullable Object cursor = null;
        Result page;
        do {
            page = cursor == null
                    ? server.call("list_vms", "limit", 4)
                    : server.call("list_vms", "limit", 4, "cursor", cursor);
            List<List<String>> rows = Cells.of(page, "cluster", "vmid");
            if (cursor == null) {
                assertThat(rows).extracting(List::getFirst).contains("home", "office");
            }
            assertThat(rows).hasSizeBetween(1, 4);
            seen.addAll(rows);
            cursor = page.structured().get("next_cursor");
        } while (cursor != null);

        assertThat(seen).doesNotHaveDuplicates();
        assertThat((long) seen.size()).isEqualTo(total(page));
        assertThat(server.call("list_vms", "cursor", "nonsense").text()).contains("is not a cursor");
    }

    @Test
    void whatOnlyOneClusterHasIsFoundThere() {
        assertThat(Cells.of(server.call("list_vms", "node", "pve2"), "cluster"))
                .isNotEmpty()
                .containsOnly(List.of("office"));
        assertThat(server.call("list_vms", "node", "pve77").text()).contains("There is no node 'pve77'");
        assertThat(server.call("query_state", "sql", "select nothing from guests")
                        .failed())
                .isTrue();
    }

    @Test
    void findSearchesAllClustersAndSaysWhichHasWhat() {
        Result both = server.call("find", "query", "web01");
        Result one = server.call("find", "query", "only-here");
        Result office = server.call("find", "query", "web01", "cluster", "office");

        assertThat(Cells.of(both, "id", "cluster")).contains(List.of("100", "home"), List.of("100", "office"));
        assertThat(Cells.of(one, "id", "cluster")).containsExactly(List.of("103", "office"));
        assertThat(Cells.of(office, "id")).containsExactly(List.of("100"));
    }

    @Test
    void theResourcesOfBothAreListedReadAndCompleted() {
        ResourceRegistry resources = server.library().resources();

        assertThat(resources.listed())
                .extracting(ResourceRegistry.Listed::uri)
                .contains("proxmox://home/status", "proxmox://office/status")
                .isSorted();
        assertThat(TextForm.of(
                        resources.find("proxmox://office/guest/only-here").read()))
                .contains("vmid: 103");
        assertThatThrownBy(
                        () -> resources.find("proxmox://home/guest/only-here").read())
                .hasMessageContaining("in cluster 'home'");
        assertThat(server.library()
                        .completions()
                        .of("cluster", "", Optional.empty())
                        .values())
                .containsExactly("home", "office");
        assertThat(server.library()
                        .completions()
                        .of("guest", "only", Optional.of("home"))
                        .values())
                .isEmpty();
    }

    @Test
    void aClusterThatIsDownDoesNotHideTheOther() {
        office.faults().refuseConnections(true);
        server.call("list_nodes", "cluster", "office", "fresh", true);
        Result both = server.call("find", "query", "web01");
        Result nodes = server.call("list_nodes");
        office.faults().refuseConnections(false);
        server.call("list_nodes", "cluster", "office", "fresh", true);

        assertThat(Cells.of(both, "id", "cluster")).contains(List.of("100", "home"), List.of("100", "office"));
        assertThat(both.text()).contains("INCOMPLETE: ").contains("this is from memory");
        assertThat(nodes.text()).contains("INCOMPLETE: office: ").contains("this is from memory");
        assertThat(Cells.of(nodes, "cluster")).contains(List.of("home"), List.of("office"));
    }
}
