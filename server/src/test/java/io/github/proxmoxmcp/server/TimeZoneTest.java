package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
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

/// A time zone that is configured: moments are read in it, and times are shown in it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeZoneTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T10:00:00Z"));
    private DemoCluster demo;
    private DirectServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        demo = DemoCluster.start(DemoSettings.parse("nodes=1,guests=8,seed=1,pace=0"), now::get);
        demo.world().setConfig(100, "description", "rebooted at 2026-07-01T08:00:00Z, says the log");
        server = DirectServer.of(Map.of("demo", demo), folder, now::get, "time_zone: Europe/Berlin\n");
        server.call("list_nodes", "fresh", true);
        now.set(Instant.parse("2026-07-02T10:00:00Z"));
        demo.world().setConfig(100, "name", "renamed");
        server.call("get_guest", "guest", 100, "fresh", true);
    }

    @AfterAll
    void stop() {
        server.close();
        demo.close();
    }

    @Test
    void timesAreShownInItAndItIsSaid() {
        Result status = server.call("get_cluster_status");
        Result changes = server.call("get_changes", "guest", 100);

        assertThat(status.text()).startsWith("as of 2026-07-02T12:00:00+02:00 Europe/Berlin (0 s ago)");
        assertThat(status.structured())
                .containsEntry("as_of", "2026-07-02T12:00:00+02:00")
                .containsEntry("time_zone", "Europe/Berlin");
        assertThat(changes.text()).contains("2026-07-02T12:00:00+02:00").doesNotContain("00Z");
        assertThat(changes.structured().toString()).doesNotContain("00Z");
    }

    @Test
    void momentsAreReadInIt() {
        Result before = server.call("get_guest", "guest", 100, "at", "yesterday 12:30");
        Result early = server.call("get_guest", "guest", 100, "at", "2026-07-01T11:59");

        assertThat(before.text()).startsWith("as of 2026-07-01T12:30:00+02:00 Europe/Berlin");
        assertThat(early.text()).contains("the memory of this cluster begins at ");
    }

    @Test
    void whatSqlAnswersCanBeAskedAgain() {
        Result rows = server.call(
                "query_state", "sql", "select valid_from from guests where vmid = 100 and name = 'renamed'");
        String from = Cells.of(rows, "valid_from").getFirst().getFirst();

        assertThat(from).endsWith("+02:00");
        assertThat(Cells.of(
                        server.call("query_state", "sql", "select vmid from guests where valid_from = '" + from + "'"),
                        "vmid"))
                .containsExactly(List.of("100"));
    }

    @Test
    void whatOthersWroteStaysAsItIs() {
        Result guest = server.call("get_guest", "guest", 100);

        assertThat(guest.text()).contains("rebooted at 2026-07-01T08:00:00Z");
        assertThat(guest.structured().toString()).contains("rebooted at 2026-07-01T08:00:00Z");
    }

    @Test
    void aZoneThatIsNoneIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() ->
                        DirectServer.of(Map.of("demo", demo), folder, InstantSource.system(), "time_zone: Berlin\n"))
                .hasMessageContaining("'time_zone' must be a name such as Europe/Berlin, or UTC, not 'Berlin'");
    }
}
