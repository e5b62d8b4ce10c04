package io.github.proxmoxmcp.server.tools.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.DirectServer;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a plan of manifests says of a world in which it cannot be done, and what becomes of one when the world changes
/// between planning and applying.
class PlanOfAWorldTest {

    @TempDir
    private static Path folder;

    private static DemoCluster demo;
    private static DirectServer server;
    private static Proxmox somebody;

    @BeforeAll
    static void start() {
        demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=20,seed=1,pace=0"));
        server = DirectServer.of(
                Map.of("lab", demo), folder, InstantSource.system(), "manifests: {directory: '" + folder + "'}");
        somebody = Proxmox.connect(ConnectionSettings.of(
                demo.urls(), ApiToken.parse(demo.token(TokenLevel.FULL)), new Trust.Fingerprint(demo.fingerprint())));
    }

    @AfterAll
    static void stop() {
        somebody.close();
        server.close();
        demo.close();
    }

    @AfterEach
    void mend() {
        demo.faults().clear();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !server.call("list_nodes", "fresh", true).text().contains("offline"));
    }

    private static Result plan(String fields) {
        return server.call("plan_manifest", "text", "apiVersion: proxmox-mcp/v1\nkind: VM\n" + fields, "set", "world");
    }

    private static Result apply(Result planned) {
        return server.call(
                "apply_plan", "plan", String.valueOf(planned.structured().get("plan")));
    }

    private static Result ofWeb01(String field) {
        return plan("name: web01\nvmid: 100\n" + field);
    }

    private static String option(int vmid, String key) {
        return somebody.guest(GuestType.QEMU, "pve1", vmid)
                .config(ConfigQuery.WANTED)
                .get(key)
                .orElse("");
    }

    @Test
    void aNodeThatIsNotThereIsNamedWithThoseThatAre() {
        Result planned = plan("name: fresh\nvmid: 4000\nnode: pve9\nmemory: {size: 1GiB}");

        assertThat(planned.text()).contains("text:5:1: VM/fresh: node: there is no node 'pve9', did you mean 'pve1'?");
    }

    @Test
    void aGuestOnADeadNodeIsUnknownAndNothingIsPlannedForIt() {
        server.call("list_nodes", "fresh", true);
        int vmid = demo.world().guests().stream()
                .filter(guest -> onNode(guest, "pve2"))
                .findFirst()
                .orElseThrow();
        demo.faults().nodeDown("pve2");
        server.call("list_nodes", "fresh", true);

        assertThat(plan("name: lost\nvmid: " + vmid + "\ntags: [lost]").text())
                .contains("nothing_to_do", "pve2", "not part of this plan");
    }

    /// A virtual machine that the HA manager would not bring elsewhere.
    private static boolean onNode(int vmid, String node) {
        Map<String, Object> guest = server.call("get_guest", "guest", vmid).structured();
        return node.equals(guest.get("node")) && "vm".equals(guest.get("kind")) && guest.get("ha_state") == null;
    }

    @Test
    void withoutQuorumNothingCanBeWrittenAndThePlanSaysSo() {
        demo.faults().quorumLost(true);
        server.call("list_nodes", "fresh", true);
        Result planned = ofWeb01("memory: {size: 3GiB}");

        assertThat(planned.text()).contains("the cluster has no quorum, so nothing in it can be changed now");
    }

    @Test
    void aPrivilegeThatIsMissingIsNamedWithTheFieldThatNeedsIt() {
        demo.faults().revokePrivilege(TokenLevel.FULL, "VM.Config.Memory");
        Result planned = ofWeb01("memory: {size: 3GiB}");

        assertThat(planned.text())
                .contains("text:5:10: VM/web01: memory.size: the server's token may not change it: it lacks"
                        + " VM.Config.Memory on /vms/100");
    }

    @Test
    void whatSomebodyChangesBetweenPlanAndApplyIsNotWrittenOver() {
        Result planned = ofWeb01("memory: {size: 3GiB}");
        somebody.guest(GuestType.QEMU, "pve1", 100)
                .putConfig(ConfigChange.of(Map.of("memory", "7168"), List.of(), Optional.empty()));
        Result applied = apply(planned);

        assertThat(applied.text()).contains("plan_drifted", "the configuration of guest 100 was changed");
        assertThat(option(100, "memory")).isEqualTo("7168");
    }

    @Test
    void aVmidThatIsTakenMeanwhileIsLeftToItsGuest() {
        Result planned = plan("name: late\nvmid: 4100\nnode: pve1\nfrom: {template: '9000'}");
        demo.world().clone(9000, 4100, "stolen");
        Result applied = apply(planned);

        assertThat(applied.text()).contains("plan_drifted", "4100");
        assertThat(option(4100, "name")).isEqualTo("stolen");
    }

    @Test
    void aGuestThatMovesMeanwhileIsNotLookedForWhereItWas() {
        Result planned = plan("name: db01\nvmid: 101\ntags: [moved]");
        String node = server.call("get_guest", "guest", 101).text().contains("node: pve1") ? "pve3" : "pve1";
        demo.world().migrate(101, node);
        Result applied = apply(planned);

        assertThat(applied.text()).contains("plan_drifted", "guest 101 is on " + node);
    }

    @Test
    void whatFailsEndsThePlanBeforeWhatDependsOnItAndPlanningAgainGoesOn() {
        String pool = "apiVersion: proxmox-mcp/v1\nkind: Pool\nname: fresh\n---\n";
        String text = pool + "apiVersion: proxmox-mcp/v1\nkind: VM\nname: web01\nvmid: 100\npool: fresh\n";
        Result planned = server.call("plan_manifest", "text", text, "set", "pools");
        demo.faults().revokePrivilege(TokenLevel.FULL, "Pool.Allocate");
        Result failed = apply(planned);
        demo.faults().clear();
        Result again = server.call("plan_manifest", "text", text, "set", "pools");
        Result applied = apply(again);
        Result after = server.call("plan_manifest", "text", text, "set", "pools");

        assertThat(failed.failed()).isTrue();
        assertThat(failed.text())
                .contains("needs Pool.Allocate on /pool/fresh")
                .contains("make pool fresh: failed", "put guest 100 (web01) into pool fresh: not done");
        assertThat(again.text()).contains("+ Pool/fresh", "~ VM/web01");
        assertThat(applied.text()).contains("make pool fresh: ok, put guest 100 (web01) into pool fresh: ok");
        assertThat(after.text()).contains("nothing_to_do");
    }
}
