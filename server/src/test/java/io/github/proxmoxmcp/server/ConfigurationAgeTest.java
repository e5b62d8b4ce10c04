package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The age of an answer is that of the cycle; a configuration that nothing hinted at is older, and says so.
class ConfigurationAgeTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void aConfigurationThatIsOlderThanTheCycleSaysSoAndAFreshAnswerReadsIt(@TempDir Path folder) {
        // So many that a cycle does not read the configurations of all.
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=130,seed=1,pace=0"), now::get);
                DirectServer server = DirectServer.of(Map.of("lab", demo), folder, now::get, "")) {
            // What is changed of a container leaves neither a task nor a line of the log.
            int container = Integer.parseInt(
                    Cells.of(server.call("list_containers"), "vmid").getLast().getFirst());
            Result atOnce = server.call("get_guest", "guest", container);
            now.updateAndGet(instant -> instant.plusSeconds(20));
            demo.world().setConfig(container, "swap", "77");
            server.call("list_nodes", "fresh", true);

            Result later = server.call("get_guest", "guest", container);
            Result found = server.call("find", "query", "vmbr0");
            Result asked = server.call(
                    "query_state", "sql", "select distinct read_at from guest_config where vmid = " + container);
            Result fresh = server.call("get_guest", "guest", container, "fresh", true);

            assertThat(atOnce.structured()).containsEntry("kind", "container").doesNotContainKey("configured");
            assertThat(later.text()).contains("(0 s ago)");
            assertThat(String.valueOf(later.structured().get("config"))).doesNotContain("swap=77");
            assertThat(later.structured())
                    .containsEntry("configured", "read 20s before the rest (fresh=true reads it now)");
            assertThat(asked.text()).contains("2026-01-01T00:00:00.000Z");
            assertThat(found.text()).contains("(read 20s before the rest)");
            assertThat(fresh.structured()).doesNotContainKey("configured");
            assertThat(String.valueOf(fresh.structured().get("config"))).contains("swap=77");
        }
    }
}
