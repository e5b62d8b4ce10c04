package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Nodes, storages, backups and problems, asked by a real MCP client.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InventoryToolsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static Optional<DemoCluster> demo = Optional.empty();
    private static Optional<RunningServer> server = Optional.empty();

    @BeforeAll
    static void start() {
        demo = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0")));
        server = Optional.of(RunningServer.of(demo.get(), TokenLevel.FULL, folder));
        awaitThatAllIsRead();
    }

    /// Each fresh answer lets the server read some more lists.
    private static void awaitThatAllIsRead() {
        Instant deadline = Instant.now().plus(PATIENCE);
        Result problems = server().call("find_problems", "fresh", true);
        while (problems.text().contains("not checked") && Instant.now().isBefore(deadline)) {
            problems = server().call("find_problems", "fresh", true);
        }
        assertThat(problems.text()).doesNotContain("not checked");
    }

    @AfterAll
    static void stop() {
        server.ifPresent(RunningServer::close);
        demo.ifPresent(DemoCluster::close);
    }

    @Test
    @Order(1)
    void showsANodeInFull() {
        Result node = server().call("get_node", "node", "pve2");

        assertThat(node.structured())
                .containsEntry("status", "online")
                .containsEntry("updates", 3)
                .containsKeys("hardware", "load", "software", "ip", "guests");
        assertThat(node.text())
                .contains("cpu_pct,mem_pct,root_disk_pct,uptime")
                .contains("vmbr0,bridge,up,10.0.255.2/16,10.0.0.1,eno1")
                .contains("/dev/sdd,FAILED,3,")
                .contains("services_not_running: none")
                .contains("pve-ssl.pem,")
                .contains("backup,available,");
        assertThat(bytes(node)).isLessThan(2_500);
    }

    @Test
    @Order(2)
    void anUnknownNodeIsAnErrorThatNamesTheKnown() {
        Result unknown = server().call("get_node", "node", "pv2");

        assertThat(unknown.failed()).isTrue();
        assertThat(unknown.text()).contains("There is no node 'pv2'").contains("pve1, pve2, pve3");
    }

    @Test
    @Order(3)
    void listsASharedStorageOnceAndLocalOnesByNode() {
        Result all = server().call("list_storage");
        Result onNode = server().call("list_storage", "node", "pve1", "content", "backup");

        assertThat(all.text().lines().filter(line -> line.startsWith("backup,")))
                .hasSize(1);
        assertThat(all.text().lines().filter(line -> line.startsWith("local,"))).hasSize(3);
        assertThat(all.text()).contains("archive,,nfs,images,disabled").contains("keep-last=7");
        assertThat(onNode.structured()).containsEntry("total", 1);
        assertThat(server().call("list_storage", "node", "nope").text()).contains("There are: pve1, pve2, pve3");
    }

    @Test
    @Order(4)
    void listsVolumesByKindAndGuestInPages() {
        Result images = server().call("list_volumes", "storage", "backup", "content", "iso");
        Result ofGuest = server().call("list_volumes", "storage", "backup", "guest", "web01");
        Result page = server().call("list_volumes", "storage", "backup", "limit", 2);
        Result next = server().call(
                        "list_volumes",
                        "storage",
                        "backup",
                        "limit",
                        500,
                        "cursor",
                        Objects.requireNonNull(page.structured().get("next_cursor")));

        assertThat(images.structured()).containsEntry("total", 2);
        assertThat(images.text()).contains("backup:iso/debian-13.1.0-amd64-netinst.iso,iso,");
        assertThat(ofGuest.text()).contains("vzdump-qemu-100-").contains("web01");
        assertThat(rows(ofGuest)).isNotEmpty();
        assertThat(rows(page)).hasSize(2).doesNotContainAnyElementsOf(rows(next));
        assertThat(page.structured()).containsEntry("total", 2 + rows(next).size());
    }

    @Test
    @Order(5)
    void aLocalStorageWantsANodeAndAnUnknownOneIsNamed() {
        Result local = server().call("list_volumes", "storage", "local");
        Result onNode = server().call("list_volumes", "storage", "local", "node", "pve1");
        Result unknown = server().call("list_volumes", "storage", "bakup");

        assertThat(local.failed()).isTrue();
        assertThat(local.text()).contains("give node, one of: pve1, pve2, pve3");
        assertThat(onNode.text()).contains("debian-13-standard");
        assertThat(unknown.failed()).isTrue();
        assertThat(unknown.text()).contains("did you mean 'backup'?").contains("local-lvm");
    }

    @Test
    @Order(6)
    void judgesBackupsByTheArchives() {
        Result bad = server().call("check_backups");
        Result all = server().call("check_backups", "all", true, "limit", 500);
        Result strict = server().call("check_backups", "max_age_hours", 1);

        assertThat(bad.structured()).containsKey("note");
        assertThat(bad.text())
                .contains("105,monitoring,")
                .contains("never")
                .contains("103,mail,")
                .contains("stale")
                .doesNotContain("100,web01");
        assertThat(all.text()).contains("100,web01,pve1,fresh,");
        assertThat(rows(all).size()).isGreaterThan(rows(bad).size());
        assertThat(strict.text()).contains("100,web01,pve1,stale,");
        assertThat(server().call("check_backups", "max_age_hours", 0).failed()).isTrue();
    }

    @Test
    @Order(7)
    void findsProblemsTheWorstFirst() {
        Result problems = server().call("find_problems");
        Result worst = server().call("find_problems", "severity", "critical");
        Result ofBackups = server().call("find_problems", "area", "backup");

        assertThat(problems.text()
                        .lines()
                        .filter(line -> line.matches("(critical|warning|info),.*"))
                        .findFirst())
                .hasValueSatisfying(line -> assertThat(line).startsWith("critical,disk,pve2 /dev/sdd,"));
        assertThat(problems.text()).contains("106 vault").contains("qmstart 111");
        assertThat(worst.structured()).containsEntry("total", 1);
        assertThat(ofBackups.structured()).containsEntry("total", 2);
        assertThat(bytes(problems)).isLessThan(6_000);
    }

    @Test
    @Order(8)
    void aBackupThatWasMadeAndOneThatWasRemovedShowAtOnce() {
        demo.orElseThrow().world().backup(105, "backup");
        Result after = server().call("check_backups", "fresh", true);

        assertThat(after.text()).doesNotContain("105,monitoring");
    }

    @Test
    @Order(19)
    void whoMayUseAStorageSeesTheDisksAndBackupsOfTheGuestsThatItMayBackUp() {
        demo.orElseThrow().faults().revokePrivilege(TokenLevel.FULL, "Datastore.Allocate");
        Result all = server().call("list_volumes", "storage", "backup");
        Result ofOne = server().call("list_volumes", "storage", "backup", "guest", 100);

        assertThat(all.text()).doesNotContain("INCOMPLETE");
        assertThat(ofOne.text()).doesNotContain("INCOMPLETE");

        demo.orElseThrow().faults().revokePrivilege(TokenLevel.FULL, "VM.Backup");
        Result allAfter = server().call("list_volumes", "storage", "backup");
        Result ofOneAfter = server().call("list_volumes", "storage", "backup", "guest", 100);

        assertThat(allAfter.text()).contains("INCOMPLETE: disks and backups may be hidden: the token needs");
        assertThat(ofOneAfter.text()).contains("INCOMPLETE: disks and backups may be hidden: the token needs");
    }

    @Test
    @Order(20)
    void withoutTheRightToSeeBackupsTheVerdictIsUnknown() {
        demo.orElseThrow().faults().revokePrivilege(TokenLevel.FULL, "Datastore.AllocateSpace");
        demo.orElseThrow().world().backup(100, "backup");
        Result after = server().call("check_backups", "fresh", true);
        Result volumes = server().call("list_volumes", "storage", "backup");

        assertThat(after.text())
                .contains("0 never, 0 failed, 0 stale")
                .contains("INCOMPLETE: archives on backup were not all read")
                .contains("105,monitoring,pve3,unknown,");
        assertThat(volumes.text()).contains("INCOMPLETE: disks and backups may be hidden: the token needs");
    }

    @Test
    @Order(30)
    void aStorageThatCannotBeReadIsAnsweredFromMemory() {
        demo.orElseThrow().faults().refuseConnections(true);
        Result volumes = server().call("list_volumes", "storage", "backup", "content", "backup");
        Result node = server().call("get_node", "node", "pve1");

        assertThat(volumes.failed()).isFalse();
        assertThat(rows(volumes)).isNotEmpty();
        assertThat(volumes.text()).contains("could not be read, so only backups that are remembered");
        assertThat(node.structured()).containsKeys("disks", "network");
    }

    private static RunningServer server() {
        return server.orElseThrow();
    }

    private static List<Object> rows(Result result) {
        return result.structured().get("rows") instanceof List<?> rows ? List.copyOf(rows) : List.of();
    }

    private static int bytes(Result result) {
        return result.text().getBytes(StandardCharsets.UTF_8).length;
    }
}
