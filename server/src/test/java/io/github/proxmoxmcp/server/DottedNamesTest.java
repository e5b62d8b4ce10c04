package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Guests that are named by a whole domain name, as many sites do, and nodes, which never are but are asked for so.
class DottedNamesTest {

    private static final String NAME = "web01.lab.example.org";

    @TempDir
    private static Path folder;

    private static Optional<DemoCluster> demo = Optional.empty();
    private static Optional<DirectServer> server = Optional.empty();

    @BeforeAll
    static void start() {
        demo = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=2,guests=12,seed=1,pace=0")));
        demo.orElseThrow().world().setConfig(100, "name", NAME);
        server = Optional.of(DirectServer.of(
                Map.of("lab", demo.orElseThrow()), folder, InstantSource.system(), "manifests: {tools: true}"));
        call("list_vms", "fresh", true);
    }

    @AfterAll
    static void stop() {
        server.ifPresent(DirectServer::close);
        demo.ifPresent(DemoCluster::close);
    }

    @Test
    void aGuestIsFoundByItsWholeNameAndByAPartOfIt() {
        assertThat(call("get_guest", "guest", NAME).text()).contains("vmid: 100", "name: " + NAME);
        assertThat(call("find", "query", "lab.example.org").text()).contains(NAME);

        Result near = call("get_guest", "guest", "web01");
        assertThat(near.failed()).isTrue();
        assertThat(near.text()).contains("There is no guest 'web01'", "Near: " + NAME);
    }

    @Test
    void aGuestIsWrittenDownUnderItsWholeName() {
        for (String as : List.of("manifest", "terraform", "ansible")) {
            assertThat(call("export_state", "as", as, "select", List.of("100")).text())
                    .describedAs(as)
                    .contains(NAME);
        }
    }

    @Test
    void aNodeAskedForByItsWholeNameIsTheOneThatIsMeant() {
        Result asked = call("get_node", "node", "pve1.lab.example.org");

        assertThat(asked.failed()).isTrue();
        assertThat(asked.text()).contains("There is no node 'pve1.lab.example.org'", "did you mean 'pve1'?");
    }

    private static Result call(String tool, Object... arguments) {
        return server.orElseThrow().call(tool, arguments);
    }
}
