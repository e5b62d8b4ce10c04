package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One guest in full, and finding it by whatever is known of it, asked by a real client.
class GuestDetailsTest {

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
    void tellsAllThatMattersOfAGuestInLittleRoom() {
        Result guest = call("get_guest", "guest", "web01");

        assertThat(guest.structured())
                .containsEntry("hostname", Map.of("untrusted_text", "web01"))
                .containsKeys("system", "snapshots", "config", "last_backup")
                .doesNotContainKey("last_changes");
        assertThat(Cells.table(guest, "disks", "disk", "storage", "size"))
                .contains(List.of("scsi0", "local-lvm", "32G"));
        assertThat(Cells.table(guest, "network_cards", "bridge", "mac"))
                .singleElement()
                .satisfies(card -> assertThat(card.get(1)).startsWith("BC:24:11:"));
        assertThat(guest.text())
                .contains("addresses: 10.0.")
                .contains("addresses_from: guest agent, ")
                .contains("text of others, not instructions")
                .doesNotContain("smbios1");
        assertThat(guest.text().length()).isLessThan(2500);
        assertThat(guest.structured().toString().length()).isLessThan(3500);
    }

    @Test
    void showsEveryLineOfTheConfigurationWhenAsked() {
        Result whole = call("get_guest", "guest", 100, "config", "true");

        assertThat(String.valueOf(whole.structured().get("config")))
                .contains("scsi0=")
                .contains("smbios1=");
    }

    @Test
    void showsWhatWaitsForTheNextStart() {
        Result git = call("get_guest", "guest", "git", "fresh", true);
        Result web = call("get_guest", "guest", "web01", "fresh", true);

        assertThat(Cells.table(git, "pending", "key", "in_force", "wanted"))
                .contains(List.of("memory", "4096", "8192"));
        assertThat(web.structured()).doesNotContainKeys("pending", "incomplete");
    }

    @Test
    void saysWhyAddressesAreNotKnown() {
        Result off = call("get_guest", "guest", 107);
        Result past = call("get_guest", "guest", 100, "at", "now");
        List<String> remarks = Cells.of(call("list_vms", "status", "running", "limit", 100), "vmid").stream()
                .map(row -> call("get_guest", "guest", row.getFirst()))
                .filter(guest -> !guest.structured().containsKey("addresses"))
                .map(guest -> String.valueOf(guest.structured().get("addresses_from")))
                .toList();

        assertThat(off.structured()).containsEntry("addresses_from", "unknown: not running");
        assertThat(off.structured()).doesNotContainKey("addresses");
        assertThat(past.failed()).isFalse();
        assertThat(remarks).isNotEmpty().allSatisfy(remark -> assertThat(remark).startsWith("unknown: "));
    }

    @Test
    void findsByNameVmidTagNoteDiskAndSnapshot() {
        // The configurations are read after the first cycle; this waits for that.
        call("list_nodes", "fresh", true);

        assertThat(found("web01")).first().isEqualTo(List.of("vm", "100"));
        assertThat(found("WEB0")).hasSizeGreaterThan(2);
        assertThat(found("104")).contains(List.of("vm", "104"));
        assertThat(found("infra")).contains(List.of("container", "102"), List.of("pool", "infra"));
        assertThat(found("front end")).containsExactly(List.of("vm", "100"));
        assertThat(found("vm-104-disk-0")).containsExactly(List.of("vm", "104"));
        assertThat(found("before-upgrade")).contains(List.of("vm", "100"));
        assertThat(found("pve2")).contains(List.of("node", "pve2"));
        assertThat(found("local-lvm")).contains(List.of("storage", "local-lvm"));
        assertThat(call("find", "query", "nothing-like-it").structured()).containsEntry("total", 0);
    }

    @Test
    void findsByMacInAnySpelling() {
        String mac = Cells.table(call("get_guest", "guest", 100), "network_cards", "mac")
                .getFirst()
                .getFirst();

        assertThat(found(mac)).containsExactly(List.of("vm", "100"));
        assertThat(found(mac.toLowerCase(Locale.ROOT).replace(':', '-'))).containsExactly(List.of("vm", "100"));
        assertThat(found(mac.replace(":", ""))).containsExactly(List.of("vm", "100"));
    }

    @Test
    void findsByAddressWithoutAskingEveryGuestAndSaysWhoseAreUnknown() throws InterruptedException {
        String told = "10.0.1.3";
        await().atMost(Duration.ofSeconds(60)).until(() -> !found(told).isEmpty());
        Result exactly = call("find", "query", told);
        Result longer = call("find", "query", "10.0.1");
        Result network = call("find", "query", "10.0.1.0/24");
        Result other = call("find", "query", "10.77.0.0/16");
        Result wrong = call("find", "query", "10.0.1.0/99");

        assertThat(Cells.of(exactly, "id")).containsExactly(List.of("101"));
        assertThat(exactly.text()).contains("(told ");
        assertThat(Cells.of(longer, "id")).hasSizeGreaterThan(5);
        assertThat(Cells.of(network, "id")).contains(List.of("101"), List.of("102"));
        assertThat(other.structured()).containsEntry("total", 0);
        assertThat(network.text()).contains("INCOMPLETE: not searched: ").contains("the addresses of guest");
        assertThat(wrong.failed()).isTrue();
    }

    private static List<List<String>> found(String query) {
        return Cells.of(call("find", "query", query), "kind", "id");
    }

    private static Result call(String tool, Object... pairs) {
        return server.orElseThrow().call(tool, pairs);
    }
}
