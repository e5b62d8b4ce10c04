package io.github.proxmoxmcp.server.tools.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.Volume;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tools.ActingServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Backups on the demo cluster, through a real client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveToolsTest {

    private static final Pattern VOLUME = Pattern.compile("the backup is (\\S+)");

    private final ActingServer acting = ActingServer.of("admin");

    @AfterAll
    void stop() {
        acting.close();
    }

    @Test
    void aBackupIsMadeRestoredAndDeleted() {
        String volume = backup("web02");

        assertThat(acting.planned("restore_guest", "backup", volume).text()).contains("new MAC addresses", "unique=1");
        Result born = acting.done("restore_guest", "backup", volume, "start", true);
        assertThat(born.text()).contains("it runs; IP 10.");
        assertThat(born.structured()).containsEntry("status", "running");
        acting.remembers((Integer) vmid(born), "web02");

        Result plan = acting.planned("delete_backup", "backup", volume);
        assertThat(plan.text()).contains("other backups of that guest", "DELETE /nodes/");
        acting.done("delete_backup", "backup", volume);
        acting.refused("has no backup", "delete_backup", "backup", volume);
    }

    @Test
    void aStoppedGuestIsReplacedByItsBackup() {
        String volume = backup("legacy");

        acting.done("restore_over_guest", "guest", 110, "backup", volume);

        assertThat(acting.questions().getLast()).contains("Lost: the present disks", "force: \"1\"");
        acting.refused("running: ", "restore_over_guest", "guest", 109, "backup", volume);
        acting.refused("is a backup of a VM", "restore_over_guest", "guest", 102, "backup", volume);
        acting.refused("vmid_taken: ", "restore_guest", "backup", volume, "new_id", 100);
    }

    @Test
    void aTargetThatIsNearlyFullIsSaid() {
        acting.demo()
                .world()
                .putStorage(new ConfiguredStorage(
                        "tight",
                        "dir",
                        List.of("backup"),
                        true,
                        true,
                        List.of(),
                        Map.of("path", "/mnt/tight"),
                        100L << 30));
        acting.demo()
                .world()
                .putVolume(new Volume(
                        "tight",
                        Optional.empty(),
                        "tight:backup/vzdump-qemu-999-2026_01_01-02_00_00.vma.zst",
                        "backup",
                        "vma.zst",
                        90L << 30,
                        Instant.parse("2026-01-01T02:00:00Z"),
                        OptionalInt.of(999),
                        Optional.empty(),
                        false));
        // A node measures how full a storage is every ten seconds.
        acting.demo().faults().skip(Duration.ofSeconds(11));

        assertThat(acting.planned("backup_guest", "guest", "web02", "storage", "tight")
                        .text())
                .containsPattern("storage tight is 9\\d % full: \\S+ GiB free");
        assertThat(acting.planned("backup_guest", "guest", "web02", "storage", "backup")
                        .text())
                .doesNotContain("% full");
    }

    @Test
    void nothingIsPrunedByABackup() {
        Result plan = acting.planned("backup_guest", "guest", 101);

        assertThat(plan.text()).contains("remove=0").doesNotContain("prune");
        acting.refused("no_storage: ", "backup_guest", "guest", 101, "storage", "local");
        acting.refused("locked: ", "backup_guest", "guest", 106);
    }

    @Test
    void aJobRunsNodeAfterNode() {
        Result plan = acting.planned("run_backup_job", "job", "backup-nightly");

        assertThat(plan.text())
                .contains("POST /nodes/pve1/vzdump", "POST /nodes/pve2/vzdump", "POST /nodes/pve3/vzdump", "remove=0")
                .doesNotContain("prune-backups");
        assertThat(plan.structured()).containsEntry("state", "planned");
        acting.refused("backup-nightly", "run_backup_job", "job", "nope");
    }

    private String backup(String guest) {
        Result done = acting.done("backup_guest", "guest", guest);
        Matcher volume = VOLUME.matcher(String.valueOf(done.structured().get("next")));
        assertThat(volume.find()).describedAs(done.text()).isTrue();
        return volume.group(1);
    }

    private static Object vmid(Result result) {
        return Optional.ofNullable(result.structured().get("vmid")).orElseThrow();
    }
}
