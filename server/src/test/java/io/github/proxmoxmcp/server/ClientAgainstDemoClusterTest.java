package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.tasks.TasksApi.TaskQuery;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The client's reads against the demo cluster with each level of token: two implementations of the same API, written
/// apart, that must understand each other.
class ClientAgainstDemoClusterTest {

    private static Optional<DemoCluster> demo = Optional.empty();

    @BeforeAll
    static void start() {
        demo = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0")));
    }

    @AfterAll
    static void stop() {
        demo.ifPresent(DemoCluster::close);
    }

    @Test
    void aTokenWithAllRightsReadsEverything() {
        assertThat(outcomes(TokenLevel.FULL))
                .hasSizeGreaterThan(15)
                .allSatisfy(
                        (call, outcome) -> assertThat(outcome).describedAs(call).isEqualTo("ok"));
    }

    @Test
    void anAuditorReadsEverythingButSeesNoVolumes() {
        assertThat(outcomes(TokenLevel.AUDIT))
                .hasSizeGreaterThan(15)
                .allSatisfy(
                        (call, outcome) -> assertThat(outcome).describedAs(call).isEqualTo("ok"));
        try (Proxmox proxmox = connect(TokenLevel.AUDIT)) {
            assertThat(proxmox.storage().list("pve1")).isNotEmpty();
        }
    }

    @Test
    void anOperatorReadsWhatAnAuditorReads() {
        assertThat(outcomes(TokenLevel.OPERATOR)).isEqualTo(outcomes(TokenLevel.AUDIT));
    }

    @Test
    void aTokenWithoutRightsGetsEmptyListsAndRefusalsThatNameThePrivilege() {
        Map<String, String> outcomes = outcomes(TokenLevel.NONE);

        assertThat(outcomes)
                .containsEntry("version", "ok")
                .containsEntry("cluster resources", "ok")
                .containsEntry("cluster status", "Forbidden Sys.Audit")
                .containsEntry("node status", "Forbidden Sys.Audit")
                .containsEntry("vm config", "Forbidden VM.Audit")
                .containsEntry("container config", "Forbidden VM.Audit");
        try (Proxmox proxmox = connect(TokenLevel.NONE)) {
            assertThat(proxmox.guests(GuestType.QEMU, "pve1").list()).isEmpty();
            assertThat(proxmox.storageConfig().definitions()).isEmpty();
        }
    }

    private static Map<String, String> outcomes(TokenLevel level) {
        Map<String, Function<Proxmox, ?>> reads = new LinkedHashMap<>();
        reads.put("version", proxmox -> proxmox.version().get());
        reads.put("cluster resources", proxmox -> proxmox.cluster().resources());
        reads.put("cluster status", proxmox -> proxmox.cluster().status());
        reads.put("cluster tasks", proxmox -> proxmox.cluster().tasks());
        reads.put("next id", proxmox -> proxmox.cluster().nextid());
        reads.put("nodes", proxmox -> proxmox.nodes().list());
        reads.put("node status", proxmox -> proxmox.nodes().status("pve1"));
        reads.put("node of another", proxmox -> proxmox.nodes().status("pve2"));
        reads.put("tasks of a node", proxmox -> proxmox.tasks().list("pve1", TaskQuery.latest("all", 5)));
        reads.put("vms", proxmox -> proxmox.guests(GuestType.QEMU, "pve1").list());
        reads.put(
                "vm status",
                proxmox -> proxmox.guest(GuestType.QEMU, "pve1", 100).status());
        reads.put(
                "vm config",
                proxmox -> proxmox.guest(GuestType.QEMU, "pve1", 100).config(ConfigQuery.WANTED));
        reads.put(
                "vm in force",
                proxmox -> proxmox.guest(GuestType.QEMU, "pve1", 100).config(ConfigQuery.IN_FORCE));
        reads.put(
                "vm pending",
                proxmox -> proxmox.guest(GuestType.QEMU, "pve1", 100).pending());
        reads.put(
                "vm snapshots",
                proxmox -> proxmox.guest(GuestType.QEMU, "pve1", 100).snapshots());
        reads.put("containers", proxmox -> proxmox.guests(GuestType.LXC, "pve3").list());
        reads.put(
                "container config",
                proxmox -> proxmox.guest(GuestType.LXC, container(), vmid()).config(ConfigQuery.WANTED));
        reads.put("storages", proxmox -> proxmox.storageConfig().definitions());
        reads.put("storages of a node", proxmox -> proxmox.storage().list("pve1"));
        reads.put("catalogue", Proxmox::catalogue);
        Map<String, String> outcomes = new LinkedHashMap<>();
        try (Proxmox proxmox = connect(level)) {
            reads.forEach((name, read) -> outcomes.put(name, outcome(proxmox, read)));
        }
        return outcomes;
    }

    private static String outcome(Proxmox proxmox, Function<Proxmox, ?> read) {
        try {
            return read.apply(proxmox) == null ? "nothing" : "ok";
        } catch (ProxmoxException.Forbidden e) {
            return "Forbidden " + e.privilege().orElse("?");
        } catch (ProxmoxException e) {
            return e.getClass().getSimpleName() + ": " + e.text();
        }
    }

    private static Proxmox connect(TokenLevel level) {
        return Proxmox.connect(ConnectionSettings.of(
                demo().urls(), ApiToken.parse(demo().token(level)), new Trust.Fingerprint(demo().fingerprint())));
    }

    private static int vmid() {
        return 102;
    }

    private static String container() {
        return demo().world().nodeOf(vmid());
    }

    private static DemoCluster demo() {
        return demo.orElseThrow();
    }
}
