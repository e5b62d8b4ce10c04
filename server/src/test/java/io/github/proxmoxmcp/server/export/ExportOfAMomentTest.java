package io.github.proxmoxmcp.server.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.DirectServer;
import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the memory of a cluster is written down as; the examples of the documentation are made here.
class ExportOfAMomentTest {

    private static final Path EXAMPLES =
            Path.of(System.getProperty("repository.root")).resolve("examples/export");

    @TempDir
    private static Path folder;

    private static DemoCluster demo;
    private static DirectServer server;

    @BeforeAll
    static void start() {
        demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=12,pace=0"));
        server = DirectServer.of(Map.of("demo", demo), folder, InstantSource.system(), "");
    }

    @AfterAll
    static void stop() {
        server.close();
        demo.close();
    }

    @Test
    void theExampleOfTheGuideIsWhatIsWritten() {
        Exported terraform = server.export("terraform", Optional.empty(), "web01");

        Golden.check(EXAMPLES.resolve("web01.tf"), terraform.files().getOrDefault("guests-pve1.tf", ""));
    }

    @Test
    void anExportOfAMomentIsOfWhatWasThen() {
        server.call("get_guest", "guest", "mail", "fresh", true);
        server.call("take_snapshot", "name", "before");
        server.call("set_guest_config", "guest", "mail", "set", List.of("cores=7"));

        String now = text("terraform", Optional.empty());
        String then = text("terraform", Optional.of("before"));

        assertThat(now).contains("cores   = 7");
        assertThat(then).contains("cores   = 2").contains("a moment in the past");
        assertThatExceptionOfType(ToolException.NotFound.class)
                .isThrownBy(() -> server.export("terraform", Optional.of("2020-01-01")))
                .withMessageContaining("Nothing is exported: the memory of this cluster begins at");
        assertThat(text("ansible", Optional.of("before"))).contains("cores: 2", "a moment in the past");
    }

    @Test
    void allGuestsAndPoolsOfTheClusterAreInIt() {
        Exported exported = server.export("terraform", Optional.empty());

        String imports = exported.files().getOrDefault("imports.tf", "");
        assertThat(demo.world().guests())
                .hasSizeGreaterThan(10)
                .allSatisfy(vmid -> assertThat(imports).containsPattern("id = \"pve\\d/" + vmid + "\""));
        assertThat(imports).contains("proxmox_virtual_environment_pool.", "proxmox_pool_membership.");
    }

    private static String text(String as, Optional<String> at) {
        return String.join("", server.export(as, at, "mail").files().values());
    }
}
