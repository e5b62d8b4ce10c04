package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A memory that begins while a node is down: its guests are known to exist, and nothing more.
class LostNodeTest {

    private DemoCluster demo;
    private List<Integer> lost;

    @BeforeEach
    void start() {
        demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=20,seed=1,pace=0"));
        demo.world().place(GuestType.QEMU, 600, "pve3", Map.of("name", "golden", "template", "1"), false);
        lost = demo.world().guests().stream()
                .filter(vmid -> demo.world().nodeOf(vmid).equals("pve3"))
                .toList();
        assertThat(lost).hasSizeGreaterThan(3);
        demo.faults().nodeDown("pve3");
    }

    /// The cluster is read for the first time.
    private DirectServer serve(Path folder) {
        DirectServer server = DirectServer.of(Map.of("demo", demo), folder, InstantSource.system(), "");
        server.call("list_nodes", "fresh", true);
        return server;
    }

    @AfterEach
    void stop() {
        demo.close();
    }

    /// For five minutes Proxmox shows such guests in their last state, then without a name.
    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void guestsOfANodeThatWasNeverSeenAliveAreThereAndUnknown(int minutes, @TempDir Path folder) {
        demo.faults().skip(Duration.ofMinutes(minutes));
        try (DirectServer server = serve(folder)) {
            for (int vmid : lost) {
                Result card = server.call("get_guest", "guest", vmid);
                assertThat(card.failed()).describedAs(card.text()).isFalse();
                assertThat(card.structured()).containsEntry("node", "pve3").containsEntry("status", "unknown");
            }
            Result lists = server.call("list_vms", "node", "pve3", "status", "unknown");
            Result containers = server.call("list_containers", "node", "pve3", "status", "unknown");
            assertThat(Cells.of(lists, "vmid").size()
                            + Cells.of(containers, "vmid").size())
                    .isEqualTo(lost.size());
            assertThat(server.call("find_problems", "area", "node").text())
                    .contains("node is offline; " + lost.size() + " guests on it: ");
        }
    }

    @Test
    void whatTheirNodeSaysWhenItIsBackWasTheCaseAlready(@TempDir Path folder) {
        demo.faults().skip(Duration.ofMinutes(6));
        try (DirectServer server = serve(folder)) {
            demo.faults().nodeUp("pve3");
            demo.faults().skip(Duration.ofMinutes(2));
            server.call("list_nodes", "fresh", true);
            server.call("list_nodes", "fresh", true);

            for (int vmid : lost) {
                assertThat(server.call("get_guest", "guest", vmid).structured())
                        .containsKey("name")
                        .doesNotContainEntry("status", "unknown")
                        .doesNotContainKey("unknown_since");
                assertThat(Cells.of(server.call("get_changes", "guest", vmid), "change"))
                        .allMatch(change -> change.getFirst().startsWith("there when the memory began")
                                || change.getFirst().startsWith("status: stopped -> running"));
            }
        }
    }
}
