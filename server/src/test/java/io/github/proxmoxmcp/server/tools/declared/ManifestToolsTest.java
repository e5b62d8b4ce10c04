package io.github.proxmoxmcp.server.tools.declared;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.DirectServer;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The life of a set on a demo cluster: planned, applied, changed behind its back, reported, reverted. The manifests
/// are those of `examples/manifests`.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManifestToolsTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("repository.root"), "examples/manifests");

    @TempDir
    private static Path folder;

    private static DemoCluster demo;
    private static DirectServer server;
    private static Proxmox somebody;

    @BeforeAll
    static void start() {
        demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=20,seed=1,pace=0"));
        server = DirectServer.of(
                Map.of("lab", demo), folder, InstantSource.system(), "manifests: {directory: '" + EXAMPLE + "'}");
        somebody = connect(TokenLevel.OPERATOR);
    }

    @AfterAll
    static void stop() {
        somebody.close();
        server.close();
        demo.close();
    }

    private static Result plan(String text) {
        return server.call("plan_manifest", "text", text, "set", "test");
    }

    private static Result apply(Result planned) {
        return server.call(
                "apply_plan", "plan", String.valueOf(planned.structured().get("plan")));
    }

    private static String vm(String more) {
        return "apiVersion: proxmox-mcp/v1\nkind: VM\nname: web01\nvmid: 100\n" + more;
    }

    @Test
    @Order(1)
    void whatIsExportedChangesNothing() {
        Result exported = server.call("export_state");
        Map<?, ?> text =
                (Map<?, ?>) Objects.requireNonNull(exported.structured().get("text"));
        Result planned = plan(String.valueOf(text.get("untrusted_text")));

        assertThat(exported.failed()).isFalse();
        assertThat(planned.text())
                .contains("nothing_to_do", "nothing to do; 1 left alone")
                .doesNotContain(" change", " create");
    }

    @Test
    @Order(2)
    void theExampleIsPlannedWithoutAnyEffect() {
        Result first = server.call("plan_manifest");
        Result second = server.call("plan_manifest");

        assertThat(first.text()).contains("+ Pool/shop", "+ VM/worker[1] (2001 on pve1) clone of", "~ VM/web01");
        assertThat(second.structured().get("things"))
                .isEqualTo(first.structured().get("things"));
        assertThat(demo.world().guests()).doesNotContain(2001);
    }

    @Test
    @Order(3)
    void theExampleIsAppliedAndThenThereIsNothingToDo() {
        Result planned = server.call("plan_manifest");
        Result applied = apply(planned);

        assertThat(applied.text()).contains("ok");
        assertThat(demo.world().guests()).contains(2001, 2002, 2003);
        assertThat(server.call("plan_manifest").text()).contains("nothing_to_do");
        assertThat(server.call("check_drift", "fresh", true).text()).doesNotContain("drifted");
        assertThat(server.call("find_problems", "area", "drift").text()).doesNotContain("worker");
    }

    @Test
    @Order(4)
    void whatIsChangedBehindItsBackIsToldWithAuthorAndTime() {
        Instant before = Instant.now().minusSeconds(2);
        somebody.guest(GuestType.QEMU, "pve1", 2001)
                .putConfig(ConfigChange.of(Map.of("memory", "8192"), List.of(), Optional.empty()));

        Result once = server.call("check_drift", "fresh", true);
        Result twice = server.call("check_drift", "fresh", true);
        Result problem = server.call("find_problems", "area", "drift");

        assertThat(once.text()).contains("busy", "seen once").doesNotContain("8GiB");
        List<?> row =
                (List<?>) ((List<?>) Objects.requireNonNull(twice.structured().get("rows"))).getFirst();
        assertThat(row.toString())
                .contains("VM/worker[1] (2001)", "drifted", "memory.size", "4GiB", "8GiB", "operator");
        assertThat(Instant.parse(String.valueOf(row.get(5)))).isBetween(before, Instant.now());
        assertThat(problem.text())
                .contains("drift", "memory.size is 8GiB, declared 4GiB, set by", "plan_manifest set=manifests");
    }

    @Test
    @Order(5)
    void driftIsRevertedByAPlan() {
        Result planned = server.call("plan_manifest", "set", "manifests");
        Result applied = apply(planned);

        assertThat(planned.text()).contains("memory.size  8GiB → 4GiB");
        assertThat(applied.text()).contains("ok");
        assertThat(somebody.guest(GuestType.QEMU, "pve1", 2001)
                        .config(ConfigQuery.WANTED)
                        .get("memory"))
                .contains("4096");
    }

    @Test
    @Order(6)
    void aGuestThatTookOverAVmidIsForeign() {
        try (Proxmox owner = connect(TokenLevel.FULL)) {
            somebodys(owner, "DELETE", "/nodes/pve1/qemu/2002", Map.of("purge", "1"));
            somebodys(owner, "POST", "/nodes/pve1/qemu", Map.of("vmid", "2002", "name", "worker-2"));
        }

        Result drift = server.call("check_drift", "fresh", true);
        Result planned = server.call("plan_manifest");

        assertThat(drift.text()).contains("VM/worker[2] (2002)", "foreign", "the one that this was applied to is gone");
        assertThat(drift.text()).doesNotContain("drifted");
        assertThat(planned.text()).contains("manifests_refused", "VM/worker[2]: vmid: guest 2002 (worker-2) has this");
    }

    private static void somebodys(Proxmox api, String method, String path, Map<String, String> parameters) {
        Upid task = Upid.parse(api.call(method, path, parameters).asString());
        assertThat(api.taskWaiter()
                        .await(task, Instant.now().plusSeconds(20), _ -> {})
                        .status()
                        .outcome()
                        .succeeded())
                .isTrue();
    }

    private static Proxmox connect(TokenLevel level) {
        return Proxmox.connect(ConnectionSettings.of(
                demo.urls(), ApiToken.parse(demo.token(level)), new Trust.Fingerprint(demo.fingerprint())));
    }

    @Test
    @Order(7)
    void aWriteOfACardKeepsItsAddressAndEverythingElse() {
        String before = net0();
        Result planned = plan(vm("nets: {net0: {vlan: 20}}"));
        apply(planned);

        assertThat(net0()).isEqualTo(before + ",tag=20");

        Result removed = plan(vm("nets: {net0: {vlan: null}}"));
        apply(removed);

        assertThat(net0()).isEqualTo(before);
    }

    private static String net0() {
        return somebody.guest(GuestType.QEMU, "pve1", 100)
                .config(ConfigQuery.WANTED)
                .get("net0")
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        from: {template: nothing}\\nname: new                         | there is no guest 'nothing'
        cluster: other                                                 | is for cluster 'other', and this is 'lab'
        disks: {scsi0: {size: 1GiB}}                                   | cannot: a disk cannot shrink
        disks: {scsi5: {storage: cephh, size: 1GiB}}                   | there is no storage 'cephh', did you mean 'ceph'?
        disks: {scsi5: {storage: local, size: 1GiB}}                   | storage 'local' takes no images on node pve1
        nets: {net0: {bridge: vmbr7}}                                  | node pve1 has no bridge or vnet 'vmbr7', did you mean
        pool: produktion                                               | there is no pool 'produktion'
        placement: fixed\\nnode: pve2                                  | cannot: a plan moves no guest
        memory: {size: 6GiB}                                           | on restart
        tags: [web]\\nmemroy: {size: 1GiB}                             | did you mean 'memory'?
        memory: {size: 4096}                                           | is a size such as 4GiB, not '4096'
        options: {cores: 4}                                            | is written as cpu.cores
        options: {cipassword: x}                                       | is a secret
        description: *x                                                | the alias *x is refused
        description: !!binary eA==                                     | the tag tag:yaml.org,2002:binary is refused
        tags: [a]\\ntags: [b]                                          | stands twice, first in line 5
        """)
    void whatIsWrongIsSaidAtPlanTime(String yaml, String message) {
        String text = vm(yaml.replace("\\n", "\n"));
        Result planned = plan(
                yaml.contains("name: new") ? text.replace("name: web01\n", "").replace("vmid: 100\n", "") : text);

        assertThat(planned.text()).contains(message);
    }

    @Test
    void aKindOfGuestUnderTheVmidOfAnotherIsForeign() {
        assertThat(plan(vm("").replace("kind: VM", "kind: Container")).text())
                .contains("manifests_refused", "text:1:1: Container/web01: vmid: guest 100 is a virtual machine");
        assertThat(plan("apiVersion: proxmox-mcp/v1\nkind: VM\nname: fresh\nvmid: 100\nfrom: {template: '9000'}")
                        .text())
                .contains("guest 100 (web01) has the vmid that is declared for 'fresh'");
    }

    @Test
    void whatALockHoldsAndWhatIsGoneIsLeftAlone() {
        assertThat(plan("apiVersion: proxmox-mcp/v1\nkind: VM\nname: vault\nvmid: 106\ntags: [x]")
                        .text())
                .contains("nothing_to_do", "it is locked (backup); not part of this plan");
    }

    @Test
    void twoSetsDoNotOwnOneField() {
        Result first = plan(vm("cpu: {cores: 3}"));
        apply(first);

        Result second = server.call("plan_manifest", "text", vm("cpu: {cores: 4}"), "set", "another");

        assertThat(second.text()).contains("is owned by VM/web01 of set 'test', too; declare it in one of them");
        assertThat(server.call("plan_manifest", "set", "test").text()).contains("nothing_to_do");
        assertThat(server.call("plan_manifest", "set", "none").text()).contains("there is no set 'none'");
    }

    @Test
    void deletionIsDeclaredAndTakesAHuman() {
        Result planned = plan("apiVersion: proxmox-mcp/v1\nkind: VM\nname: app01\nvmid: 108\nstate: absent");

        assertThat(planned.text()).contains("needs_approval", "- VM/app01 (108", "proxmox-mcp approve");
        assertThat(demo.world().guests()).contains(108);
    }
}
