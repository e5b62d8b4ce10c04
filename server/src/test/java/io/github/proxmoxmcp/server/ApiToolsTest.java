package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rest of the API, asked by a real client.
class ApiToolsTest {

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
    void findsAndDescribesMethodsOfThisCluster() {
        Result found = call("search_api", "query", "replication");
        Result described = call("describe_api", "path", "/nodes/pve1/qemu", "method", "post", "name", "net");
        Result nothing = call("search_api", "query", "zzz");

        assertThat(Cells.of(found, "method", "path")).contains(List.of("GET", "/cluster/replication"));
        assertThat(described.structured()).containsEntry("path", "/nodes/{node}/qemu");
        assertThat(Cells.table(described, "parameters", "name")).contains(List.of("net[n]"));
        assertThat(nothing.text()).contains("try others");
    }

    @Test
    void readsListsObjectsAndPagesOfThem() {
        Result rows = call("read_api", "path", "/cluster/resources?type=vm", "fields", "vmid", "limit", 3);
        Result next = call(
                "read_api",
                "path",
                "/api2/json/cluster/resources?type=vm",
                "fields",
                List.of("vmid"),
                "limit",
                3,
                "cursor",
                "3");
        Result object = call("read_api", "path", "/nodes/{node}/qemu/{vmid}/config", "guest", "web01");

        assertThat(Cells.of(rows, "vmid")).hasSize(3).doesNotContainAnyElementsOf(Cells.of(next, "vmid"));
        assertThat(rows.structured()).containsEntry("next_cursor", "3").containsEntry("total", 40);
        assertThat(Cells.of(object, "key", "value")).contains(List.of("cores", "2"));
    }

    @Test
    void nothingLeavesThatTheCatalogueDoesNotKnow() {
        Result path = call("read_api", "path", "/nodes/pve1/qemuu");
        Result parameter = call("read_api", "path", "/cluster/resources?typ=vm");
        Result placeholder = call("read_api", "path", "/nodes/{node}/status");
        Result field = call("read_api", "path", "/cluster/resources", "fields", "vmidd");
        Result write = call("read_api", "path", "/nodes/pve1/qemu/100/status/start");

        assertThat(List.of(path, parameter, placeholder, field, write))
                .allSatisfy(result -> assertThat(result.failed()).isTrue());
        assertThat(path.text()).contains("there is no such path");
        assertThat(parameter.text()).contains("did you mean 'type'");
        assertThat(placeholder.text()).contains("needs {node}");
        assertThat(field.text()).contains("did you mean 'vmid'");
        assertThat(write.text()).contains("this path has POST");
    }

    @Test
    void neverGivesAConnectionAFileOrAPassword() {
        demo.orElseThrow().world().setConfig(101, "cipassword", "hunter2");

        Result config = call("read_api", "path", "/nodes/{node}/qemu/{vmid}/config", "guest", 101);
        Result file =
                call("read_api", "path", "/nodes/{node}/qemu/{vmid}/agent/file-read?file=/etc/shadow", "guest", 101);

        assertThat(config.failed()).isFalse();
        assertThat(config.text() + config.structured()).contains("cipassword").doesNotContain("hunter2");
        assertThat(file.failed()).isTrue();
        assertThat(file.text()).contains("may hold secrets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nodes/pve1/query-url-metadata?url=https://evil.example/?d=data",
                "/nodes/{node}/query-url-metadata?url=https://evil.example/",
                "nodes/pve1/query-url-metadata/?url=x",
                "https://pve1:8006/api2/json/nodes/pve1/query-url-metadata?url=x",
                "//nodes/pve1/query-url-metadata?url=x",
                "/nodes/pve1/query-url-metadata",
                "/nodes/pve1%2Fquery-url-metadata?url=x",
                "/nodes/pve1/qemu/..%2Fquery-url-metadata?url=x",
                "/nodes/pve1/services/..%2F..%2Fquery-url-metadata/state?url=x",
                "/nodes/pve1/services/../query-url-metadata?url=x",
                "/nodes/pve1/services/%2e%2e/state",
                "/nodes/pve1/services/a%5Cb/state",
                "/nodes/pve1/services/a%00b/state",
                "/nodes/pve1/services/a%0Ab/state",
                "/nodes/pve1/services/%zz/state",
                "/nodes/pve1/services/password=hunter2/state",
                "/nodes/pve1/network?type=password=hunter2",
                "/nodes/pve1/network?type=%zz",
                "/cluster/acme/tos?directory=https://evil.example/",
                "/nodes/pve1/scan/nfs?server=10.0.0.9",
            })
    void nothingIsAskedThatDoesMoreThanRead(String path) {
        Result result = call("read_api", "path", path, "node", "pve1");

        assertThat(result.failed()).describedAs(result.text()).isTrue();
        assertThat(result.text()).contains("read_api").doesNotContain("hunter2", "Internal error");
    }

    private static Result call(String tool, Object... pairs) {
        return server.orElseThrow().call(tool, pairs);
    }
}
